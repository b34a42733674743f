import * as z from 'zod'
import type { CaseResult, Report } from './result.ts'

/*
 * What was seen on a real cloud, or on somebody's server, as a proposal: the tables are edited by people, who look at
 * what was seen, where and when. Nothing reads a proposal to decide what to expect.
 */

const text = z.string().min(1)

const entrySchema = z.strictObject({
  case: text.describe('id of the cell'),
  cloud: text,
  action: text,
  state: text,
  role: text.optional(),
  keyKind: text.optional(),
  recorded: z.strictObject({
    outcome: z.enum(['accept', 'reject']),
    errorCode: text.optional(),
    providerCodes: z.array(text).optional(),
    httpStatus: z.int().min(100).max(599).optional(),
  }),
  stateAfter: text.optional(),
  differs: z.boolean().describe('from what the table expects; also true where it expects nothing'),
})
export type RecordedEntry = z.output<typeof entrySchema>

const recordedSchema = z.strictObject({
  recordedVersion: z.literal(1),
  run: z.strictObject({
    id: text.describe('of the run that saw it'),
    target: z.enum(['endpoint', 'live']),
    endpoint: text.optional(),
    region: text.optional(),
    regions: z.record(text, text).optional().describe('by cloud'),
    accounts: z.record(text, text).optional(),
    suiteVersion: text,
    matrixEdition: text,
    date: z.iso.date(),
  }),
  entries: z.array(entrySchema),
})

/** Recorded values that a run proposes, one per cell that was judged or is undocumented. */
export type Recorded = z.output<typeof recordedSchema>

/**
 * What a run saw, as proposals for the tables.
 *
 * @throws Error for a simulator's run: it shows what we wrote, not what a cloud does.
 */
export function proposeRecorded({ run, cases }: Report): Recorded {
  const { target, endpoint, region, regions, accounts, suiteVersion, matrixEdition, finished } = run
  if (target !== 'endpoint' && target !== 'live')
    throw new Error(`a run on the target "${target}" records nothing: only an endpoint or a live cloud can be recorded`)
  return recordedSchema.parse({
    recordedVersion: 1,
    run: {
      id: run.runId ?? finished,
      target,
      ...(endpoint && { endpoint }),
      ...(region && { region }),
      ...(regions && { regions }),
      ...(accounts && { accounts }),
      suiteVersion,
      matrixEdition,
      date: finished.slice(0, 10),
    },
    entries: cases.flatMap(entryOf),
  })
}

const SEEN = new Set<CaseResult['verdict']>(['conforms', 'deviates', 'undocumented'])

function entryOf(one: CaseResult): readonly RecordedEntry[] {
  const { observed, state, verdict, role, keyKind } = one
  if (one.kind !== 'cell' || observed === undefined || state === undefined || !SEEN.has(verdict)) return []
  const { outcome, errorCode, providerCode, httpStatus, stateAfter } = observed
  return [
    {
      case: one.id,
      cloud: one.cloud,
      action: one.action,
      state,
      ...(role && { role }),
      ...(keyKind && { keyKind }),
      recorded: {
        outcome,
        ...(errorCode && { errorCode }),
        ...(providerCode && { providerCodes: [providerCode] }),
        ...(httpStatus && { httpStatus }),
      },
      ...(stateAfter && { stateAfter }),
      differs: verdict !== 'conforms',
    },
  ]
}

/** The proposals as they are written to a file. */
export function recordedJson(recorded: Recorded): string {
  return `${JSON.stringify(recorded, null, 2)}\n`
}

/**
 * Reads proposals back.
 *
 * @param name - What the text is called in errors.
 * @throws Error naming the file and every field that is wrong.
 */
export function parseRecorded(json: string, name: string): Recorded {
  const result = recordedSchema.safeParse(parsed(json, name))
  if (result.success) return result.data
  throw new Error(
    result.error.issues.map(({ path, message }) => `${name}: ${path.join('.') || 'the file'}: ${message}`).join('\n'),
  )
}

function parsed(json: string, name: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Error(`${name}: is not JSON`)
  }
}
