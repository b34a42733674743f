import { matrix, runConformance, sources } from '../../conformance/index.ts'
import { type CaseResult, createReport, type Report } from '../../conformance/report/result.ts'
import { createSimulator, type SimulatedCloud } from '../../conformance/simulators/index.ts'
import { createSimulatorTarget } from '../../conformance/targets/simulator.ts'

export interface Tapped {
  readonly report: Report
  /** Everything that went over the wire, as text: addresses, headers and bodies, both ways. */
  readonly wire: string
}

/** Runs a part of the suite and listens, without anything of what redacts. */
export async function runTapped(cloud: SimulatedCloud, filter: string): Promise<Tapped> {
  const simulator = createSimulator(cloud, { seed: 11 })
  const heard: string[] = []
  const tapped: typeof simulator = {
    ...simulator,
    answer: async (request) => {
      const headers = request.headers as Headers // as the target in this process gives them
      heard.push(request.url.href, ...[...headers].map(([name, value]) => `${name}: ${value}`))
      heard.push(Buffer.from(request.body ?? '').toString())
      const reply = await simulator.answer(request)
      heard.push(...Object.entries(reply.headers).map(([name, value]) => `${name}: ${value}`))
      heard.push(Buffer.from(reply.body).toString())
      return reply
    },
  }
  const target = await createSimulatorTarget({ cloud, via: 'direct', simulator: tapped })
  const cases: CaseResult[] = []
  for await (const one of runConformance({ target, matrix: matrix([cloud]), filter })) {
    cases.push(structuredClone(one) as CaseResult) // the report's types are mutable, the run's are not
  }
  const at = '2026-01-01T00:00:00.000Z'
  const facts = { suiteVersion: '0.1.0', matrixEdition: 'test', node: 'v20', platform: 'test', target: 'simulator' }
  return {
    report: createReport({ ...facts, clouds: [cloud], started: at, finished: at }, cases, sources),
    wire: heard.join('\n'),
  }
}

/** What on a wire looks like an id, a hash or encoded bytes: long, and letters and digits mixed, or a long number. */
export function tokensOf(wire: string): readonly string[] {
  const runs = wire.match(/[\w+/=-]{12,}/g) ?? []
  return [...new Set(runs.map((run) => run.replace(/^[/=_-]+|[/=_-]+$/g, '')))].filter(
    (run) => run.length >= 12 && (/^\d{12,}$/.test(run) || (/\d/.test(run) && /[A-Za-z]/.test(run))) && !isWord(run),
  )
}

/** Names of algorithms, media types, regions and fields are made of words with a short number behind them; and days. */
function isWord(run: string): boolean {
  return /^[A-Za-z]*\d{0,3}([_=/-][A-Za-z]*\d{0,4})*$/.test(run) || /^\d{4}-\d\d-\d\d/.test(run)
}
