import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { CaseResult } from './run.ts'
import type { Verdict } from './verdict.ts'

/** Why a case may deviate, and until when. */
export interface KnownDifference {
  /** What differs and why, as a sentence for people. */
  readonly reason: string
  /** Where the difference is told or can be seen. */
  readonly link: string
  /** The last day, `YYYY-MM-DD` in UTC, on which it is excused. */
  readonly expires: string
}

/** Known differences by the id of the case, as {@link cellId} makes it. */
export type KnownDifferences = ReadonlyMap<string, KnownDifference>

const differenceSchema = z.strictObject({
  reason: z.string().trim().min(1),
  link: z.url({ protocol: /^https?$/ }),
  expires: z.iso.date(),
  cases: z.array(z.string().min(1)).min(1),
})

const fileSchema = z.strictObject({
  about: z.string().optional(),
  differences: z.array(differenceSchema),
})

/**
 * Reads a file of known differences: `{ "differences": [{ "reason", "link", "expires", "cases": […] }] }`, one entry per
 * cause, with the ids of the cells and behaviours that it explains.
 *
 * @throws Error naming the file, the entry and the field if the file cannot be read, is not JSON, lacks or misspells a
 * field, or names a case twice.
 */
export async function readKnownDifferences(path: string): Promise<KnownDifferences> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path}: cannot be read (${error.code ?? 'unknown reason'})`)
  })
  return parseKnownDifferences(text, path)
}

/** The same for a text that is there already; `name` stands for it in errors. */
export function parseKnownDifferences(text: string, name: string): KnownDifferences {
  const known = new Map<string, KnownDifference>()
  for (const [index, { cases, ...difference }] of validate(text, name).entries()) {
    for (const id of cases) {
      if (known.has(id)) throw new Error(`${name}: differences[${index}].cases: ${id} is named twice`)
      known.set(id, difference)
    }
  }
  return known
}

function validate(text: string, name: string): z.output<typeof fileSchema>['differences'] {
  const result = fileSchema.safeParse(parseJson(text, name))
  if (result.success) return result.data.differences
  const faults = result.error.issues.map(({ path, message }) => `${name}: ${placeOf(path)}${message}`)
  throw new Error(faults.join('\n'))
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${name}: is not JSON`)
  }
}

/** `differences[3].link: ` */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return place === '' ? '' : `${place.slice(1)}: `
}

/**
 * Sees that every entry names a case of the plan.
 *
 * @param name - What the list is called in the error.
 * @throws Error naming those that do not: an entry that nothing can confirm would excuse nothing for ever.
 */
export function checkKnownDifferences(
  known: KnownDifferences,
  planned: readonly { readonly id: string }[],
  name = 'known differences',
): void {
  const ids = new Set(planned.map(({ id }) => id))
  const strangers = [...known.keys()].filter((id) => !ids.has(id))
  if (strangers.length > 0) throw new Error(`${name}: no case is named ${strangers.join(', ')}`)
}

/**
 * What a known difference makes of a result: a deviation is excused; a pass, and an entry that has expired, fail, so
 * that a list says what is still true. Trouble of ours and cases that were not judged stay as they are.
 *
 * @param today - `YYYY-MM-DD` in UTC.
 */
export function withKnown<R extends Judged>(
  result: R,
  difference: KnownDifference | undefined,
  today: string,
): R & Pick<CaseResult, 'known'> {
  if (difference === undefined || result.verdict === 'error') return result
  const { reason, expires } = difference
  if (today > expires) return failed(result, `the known difference expired on ${expires}: ${reason}`)
  if (result.verdict === 'deviates') return { ...result, known: difference }
  const passed = result.verdict === 'conforms' || result.verdict === 'unsupported'
  return passed ? failed(result, `unexpected pass: listed as a known difference, but ${result.verdict}`) : result
}

/** What of a result a list can change. */
interface Judged {
  readonly verdict: Verdict
  readonly reason?: string | undefined
}

function failed<R extends Judged>(result: R, why: string): R {
  return { ...result, verdict: 'deviates', reason: [result.reason, why].filter(Boolean).join('; ') }
}
