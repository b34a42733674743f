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
 * @param name - What the text is called in errors.
 * @throws Error naming the file and its faults if the text is not JSON or not a report of version 1.
 */
export function fromJson(json: string, name = 'the report'): Report {
  const result = reportSchema.safeParse(parsed(json, name))
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => `${name}: ${path.join('.') || 'the whole'}: ${message}`)
  const more = faults.length - MAX_FAULTS
  throw new Error([...faults.slice(0, MAX_FAULTS), ...(more > 0 ? [`${name}: ${more} more faults`] : [])].join('\n'))
}

/** A file of another kind lacks everything; a few faults tell as much. */
const MAX_FAULTS = 5

function parsed(json: string, name: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Error(`${name}: is not JSON`)
  }
}

/** The JSON Schema of a report, version 1; committed as `schemas/report-v1.json`. */
export function reportJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' })
  return { $schema, title: 'polykms conformance report, version 1', ...schema }
}
