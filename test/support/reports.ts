import { toHtml } from '../../conformance/report/html.ts'
import { toJson } from '../../conformance/report/json.ts'
import { toJunit } from '../../conformance/report/junit.ts'
import { toMarkdown } from '../../conformance/report/markdown.ts'
import type { Report } from '../../conformance/report/result.ts'
import { toText } from '../../conformance/report/text.ts'

/** A report in every form that is written, one after the other. */
export function everyForm(report: Report): string {
  return [toJson, toJunit, toMarkdown, toHtml, toText].map((form) => form(report)).join('\n')
}
