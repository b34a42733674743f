/*
 * Writes schemas/matrix-v1.json: what `polykms matrix --format json` and `matrixTables()` of polykms/atlas give. Words
 * that may grow within a version (states, error codes, kinds of key) are not listed, so that a reader who validates does
 * not break when one is added. A unit test fails while schema and tables do not fit, or the file is stale.
 * Run: npx tsx scripts/matrix-schema.ts && npx biome format --write schemas
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { EVIDENCE } from '../conformance/atlas.ts'

export const SCHEMA_FILE = fileURLToPath(new URL('../schemas/matrix-v1.json', import.meta.url))

const word = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/)
const status = z.int().min(100).max(599)
const outcome = z.enum(['accept', 'reject', 'either', 'impossible'])

const claim = z.strictObject({
  outcome: outcome.describe('either: both were described; impossible: no such key is ever in that state'),
  errorCode: word.optional().describe('a code of KmsError, where the outcome includes a refusal'),
  providerCodes: z.array(z.string().min(1)).optional().describe("the cloud's own codes, any one of which fits"),
  httpStatus: status.optional(),
  source: z.string().min(1).describe('a key of sources'),
})

const cell = z.strictObject({
  id: z.string().min(1).describe('cloud/action.role@keyKind/state'),
  cloud: word,
  action: z.string().min(1).describe("the cloud's own name of the call"),
  operation: word.optional().describe("polykms's name of it; absent: called by kms.raw"),
  role: word.optional().describe('which of two keys, where a call has two'),
  keyKind: word.optional(),
  state: word.describe('of the key, when the call is made'),
  stateAfter: word.optional().describe('after an accepted call; absent: unchanged; Unknown: not stated'),
  note: z.string().optional(),
  recorded: claim.optional().describe('seen on the real cloud'),
  documented: claim.optional().describe('what the cloud publishes'),
  inferred: claim.optional().describe('what polykms concludes'),
  outcome: z.enum([...outcome.options, 'undocumented']).describe('recorded, else documented, else inferred'),
  errorCode: word.optional(),
  providerCodes: z.array(z.string().min(1)),
  httpStatus: status.optional(),
  evidence: z.enum([...EVIDENCE, 'none']).describe('what the outcome rests on'),
  source: z.string().min(1).optional(),
})

const source = z.strictObject({
  title: z.string().min(1),
  address: z.string().regex(/^https:\/\//),
  path: z.string().min(1).optional().describe('in the repository'),
  kind: z.enum(['recording', 'documentation', 'clue']),
})

const tables = z.strictObject({
  schemaVersion: z.literal(1),
  edition: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  sources: z.record(z.string().min(1), source),
  cells: z.array(cell).min(1),
})

/** The JSON Schema of the tables, version 1. */
export function matrixSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(tables, { target: 'draft-2020-12' })
  return { $schema, title: 'polykms key-state tables, version 1', ...schema }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(SCHEMA_FILE, `${JSON.stringify(matrixSchema(), null, 2)}\n`)
}
