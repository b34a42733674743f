import { type CaseResult, matrix, runConformance, type Target } from '../../conformance/index.ts'
import { createSimulator, type LagSettings, type SimulatedCloud } from '../../conformance/simulators/index.ts'
import { createSimulatorTarget } from '../../conformance/targets/simulator.ts'

/** A simulator whose reads lag, as a target that believes what it sees more often in a row than a change lags. */
export async function laggingTarget(cloud: SimulatedCloud, lag: LagSettings): Promise<Target> {
  const simulator = createSimulator(cloud, { seed: 1 })
  const target = await createSimulatorTarget({ cloud, via: 'direct', simulator })
  const { control } = target
  if (control === undefined) throw new TypeError('a simulator has a control handle')
  const reset = async () => {
    await control.reset()
    simulator.control.lag(lag)
  }
  const settling = { consecutive: lag.calls + 1, intervalMs: 0, deadlineMs: 10_000 }
  return { ...target, settling, control: { ...control, reset } }
}

/** The cells of one cloud under lag; behaviours beside them look once at what they have just changed. */
export async function lagResults(
  cloud: SimulatedCloud,
  lag: LagSettings,
  filter?: string,
): Promise<readonly CaseResult[]> {
  const target = await laggingTarget(cloud, lag)
  const results: CaseResult[] = []
  for await (const result of runConformance({ target, matrix: matrix([cloud]), behaviours: [], filter }))
    results.push(result)
  await target.close()
  return results
}
