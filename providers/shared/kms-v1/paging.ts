import { flag, maybe, numeric, word } from './values.ts'

/** How list-keys, list-grants and list-retirable-grants page: numbers travel as texts. */
export function wirePage(asked: { limit?: number | undefined; cursor?: string | undefined }) {
  return { limit: asked.limit === undefined ? undefined : String(asked.limit), marker: asked.cursor }
}

export const pageFields = { next_marker: maybe(word), truncated: maybe(flag), total: maybe(numeric) }

interface WirePage {
  readonly next_marker?: string | undefined
  readonly truncated?: boolean | undefined
  readonly total?: number | undefined
}

/** `next_marker` is `""` on the last page; where `truncated` is given, it decides. Markers count items. */
export function pagePosition({ next_marker: marker, truncated, total }: WirePage): { cursor?: string; total?: number } {
  return {
    ...(truncated !== false && marker !== undefined && { cursor: marker }),
    ...(total !== undefined && { total }),
  }
}
