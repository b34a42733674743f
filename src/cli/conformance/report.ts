import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { matrixEdition, sources } from '../../../conformance/index.ts'
import { toHtml } from '../../../conformance/report/html.ts'
import { toJson } from '../../../conformance/report/json.ts'
import { toJunit } from '../../../conformance/report/junit.ts'
import { toMarkdown } from '../../../conformance/report/markdown.ts'
import { proposeRecorded, recordedJson } from '../../../conformance/report/recorded.ts'
import { type CaseResult, createReport, type Provenance, type Report } from '../../../conformance/report/result.ts'
import { EXIT_DEVIATES, EXIT_ENGINE } from '../exit.ts'
import { suiteCommit } from '../provenance.ts'

type Facts = Pick<Provenance, 'clouds' | 'target' | 'started'> & Partial<Provenance>

/** Where a cloud was called, and by whom. */
export interface Visit {
  readonly cloud: string
  readonly region: string
  readonly account: string | undefined
}

/** Puts a run's results together with where they come from. */
export function reportOf(facts: Facts, visits: readonly Visit[], results: readonly CaseResult[]): Report {
  const commit = suiteCommit()
  const seen = visits.flatMap(({ cloud, account }) => (account === undefined ? [] : [[cloud, account]]))
  const run = {
    suiteVersion: '0.1.0',
    ...(commit !== undefined && { commit }),
    matrixEdition,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    finished: new Date().toISOString(),
    regions: Object.fromEntries(visits.map(({ cloud, region }) => [cloud, region])),
    ...(seen.length > 0 && { accounts: Object.fromEntries(seen) }),
    ...facts,
  }
  return createReport(run, results, sources)
}

export async function saveReport(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all([
    writeFile(join(folder, 'result.json'), toJson(report)),
    writeFile(join(folder, 'junit.xml'), toJunit(report)),
    writeFile(join(folder, 'summary.md'), toMarkdown(report)),
    writeFile(join(folder, 'index.html'), toHtml(report)),
  ])
}

/** Writes what was seen as proposals for the tables, which people then decide about. */
export async function saveProposal(report: Report, file: string): Promise<void> {
  await writeFile(file, recordedJson(proposeRecorded(report)))
}

export function exitCodeOf({ tally }: Report): number {
  if (tally.verdicts.error > 0 || tally.passed + tally.failed + (tally.known ?? 0) === 0) return EXIT_ENGINE
  return tally.failed > 0 ? EXIT_DEVIATES : 0
}
