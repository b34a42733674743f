import { createHash } from 'node:crypto'
import type { PageQuery, Rows } from '../shared/table.ts'
import type { Call } from './call.ts'
import { refusal } from './errors.ts'

/** Members of a paged request. */
interface PageInput {
  readonly Limit?: number
  readonly Marker?: string
}

/** Default and maximum of `Limit` (API reference, each List operation); larger values are cut to the maximum. */
export interface PageBounds {
  readonly usual: number
  readonly most: number
}

/** Binds a marker to the operation, Region and filter it was made for. */
const sealOf = (call: Call, filter: string, place: number): string =>
  createHash('sha256').update([call.action, call.region, filter, place].join('|')).digest('hex').slice(0, 16)

const markerOf = (call: Call, filter: string, place: number): string =>
  Buffer.from(`${place}:${sealOf(call, filter, place)}`).toString('base64')

const placeOfMarker = (call: Call, filter: string, marker: string | undefined): number => {
  if (marker === undefined) return 0
  const [place, seal] = Buffer.from(marker, 'base64').toString('latin1').split(':')
  if (place === undefined || !/^\d+$/.test(place) || seal !== sealOf(call, filter, Number(place)))
    throw refusal('InvalidMarkerException')
  return Number(place)
}

const limitOf = (input: PageInput, { usual, most }: PageBounds): number => Math.min(input.Limit ?? usual, most)

const closing = (call: Call, filter: string, more: boolean, last: number) =>
  more ? { NextMarker: markerOf(call, filter, last), Truncated: true } : { Truncated: false }

/** One page of a table, at the cost of the page. `keep` filters further; it costs a walk over what it drops. */
export const pageOf = <Row extends object>(
  call: Call,
  input: PageInput,
  bounds: PageBounds,
  rows: Rows<Row>,
  index: NonNullable<PageQuery['index']>,
  keep: (row: Row) => boolean = () => true,
  filter = '',
) => {
  const name = [...index, filter].join('/')
  const limit = limitOf(input, bounds)
  const kept: Row[] = []
  let last = placeOfMarker(call, name, input.Marker)
  for (;;) {
    const { entries, more } = rows.page({ after: last, limit: limit - kept.length, index })
    for (const { seq, row } of entries) {
      last = seq
      if (keep(row)) kept.push(row)
    }
    if (!more || kept.length >= limit || entries.length === 0) return { rows: kept, ...closing(call, name, more, last) }
  }
}

/** One page of a short list. */
export const pageOfList = <Item>(
  call: Call,
  input: PageInput,
  bounds: PageBounds,
  items: readonly Item[],
  filter: string,
) => {
  const from = placeOfMarker(call, filter, input.Marker)
  const to = from + limitOf(input, bounds)
  return { rows: items.slice(from, to), ...closing(call, filter, to < items.length, to) }
}
