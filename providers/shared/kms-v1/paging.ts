import { flag, maybe, word } from './values.ts'

/** How list-keys, list-grants and list-retirable-grants page: numbers travel as texts. */
export function wirePage(asked: { limit?: number | undefined; cursor?: string | undefined }) {
  return { limit: asked.limit === undefined ? undefined : String(asked.limit), marker: asked.cursor }
}

export const pageFields = { next_marker: maybe(word), truncated: maybe(flag) }

/** `next_marker` is `""` on the last page; where `truncated` is given, it decides. */
export function nextCursor(page: { next_marker?: string | undefined; truncated?: boolean | undefined }): {
  cursor?: string
} {
  return page.truncated !== false && page.next_marker !== undefined ? { cursor: page.next_marker } : {}
}
