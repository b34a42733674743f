/*
 * Writes schemas/report-v1.json from the zod schema that the suite validates with, so that the published schema cannot
 * say something else than the code; a unit test fails while the two differ.
 * Run: npx tsx scripts/report-schema.ts && npx biome format --write schemas
 */
import { writeFileSync } from 'node:fs'
import { reportJsonSchema } from '../conformance/report/json.ts'

writeFileSync(new URL('../schemas/report-v1.json', import.meta.url), `${JSON.stringify(reportJsonSchema(), null, 2)}\n`)
