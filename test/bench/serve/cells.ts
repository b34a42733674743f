import { matrix, runConformance } from '../../../conformance/index.ts'
import type { SimulatedCloud } from '../../../conformance/simulators/index.ts'
import { createSimulatorTarget } from '../../../conformance/targets/simulator.ts'

/** The whole suite against the simulators in process: time from the first case's begin to the last one's end, all in. */
export async function measureCells(clouds: readonly SimulatedCloud[]) {
  let cases = 0
  const startedMs = performance.now()
  const startedCpu = process.cpuUsage()
  for (const cloud of clouds) {
    const target = await createSimulatorTarget({ cloud, via: 'direct', seed: 1 })
    for await (const { verdict, id } of runConformance({ target, matrix: matrix([cloud]) })) {
      if (verdict === 'deviates' || verdict === 'error') throw new Error(`${id} ${verdict}`)
      cases += 1
    }
    await target.close()
  }
  const { user, system } = process.cpuUsage(startedCpu)
  return { cases, wallMs: performance.now() - startedMs, cpuMs: (user + system) / 1_000 }
}
