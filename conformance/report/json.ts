import * as z from 'zod'
import type { Report } from './result.ts'
import { reportSchema } from './result.ts'

/** The report as versioned JSON (`schemas/report-v1.json`). */
export function toJson(report: Report): string {
  return `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`
}

/**
 * Reads a report back; unknown fields are dropped, so that a later edition of version 1 can still be compared.
 *
 * @throws Error if the text is not JSON or not a report of version 1.
 */
export function fromJson(json: string): Report {
  return reportSchema.parse(JSON.parse(json))
}

/** The JSON Schema of a report, version 1; committed as `schemas/report-v1.json`. */
export function reportJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' })
  return { $schema, title: 'polykms conformance report, version 1', ...schema }
}
