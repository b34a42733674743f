import type { Snapshot } from '../../conformance/simulators/index.ts'

/** What a service notes about calls as such: seen nonces, last uses, rates, and wrapping keys that end by themselves. */
const PASSING = new Set(['kernel', 'nonces', 'usages', 'rates', 'importTokens', 'tokens', 'lockouts'])
/** Tokens of a grant: every time a grant is asked for again another one is handed out. */
const PASSING_MEMBERS = new Set(['tokenDigests'])
/** A later number is a time in ms. */
const TIMES_BEGIN = 1e11

/**
 * What lasts, comparable as text: times, and words that were not there before, are made equal, so that two runs which
 * did the same look the same, and one that did it twice does not.
 */
export function fingerprint(snapshot: Snapshot, before: Snapshot): string {
  const known = new Set<string>()
  collect(before.tables, known)
  const lines = Object.entries(snapshot.tables)
    .filter(([name]) => !PASSING.has(name))
    .map(([name, { rows }]) => {
      const texts = rows.map(([, id, row]) => JSON.stringify([plain(id, known), plain(row, known)]))
      return `${name}: ${texts.sort().join('\n')}`
    })
  return lines.join('\n')
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value)
  else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collect(member, into)
}

function plain(value: unknown, known: ReadonlySet<string>): unknown {
  if (typeof value === 'number') return value > TIMES_BEGIN ? 'a time' : value
  if (typeof value === 'string') return known.has(value) ? value : 'new'
  if (Array.isArray(value)) return value.map((item) => plain(item, known))
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([name]) => !PASSING_MEMBERS.has(name))
    .map(([name, member]) => [name, plain(member, known)])
}
