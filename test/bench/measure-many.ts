import { ask, type Programs, withServer } from './processes.ts'
import type { Many } from './programs/many.ts'
import { type Ratio, ratio } from './statistics.ts'

/** Throughput of `mapConcurrent` to lanes written by hand, on the cheapest of our clients: there it shows most. */
export async function measureMany(
  programs: Programs,
  { repetitions, calls }: { readonly repetitions: number; readonly calls: number },
): Promise<Ratio> {
  return withServer(programs, 'huawei', async (port) => {
    const args = [programs.path('variants/huawei-polykms'), String(port), String(calls), String(repetitions * 2)]
    const { mapped, byHand } = await ask<Many>(programs, programs.path('programs/many'), args)
    return ratio(mapped, byHand)
  })
}
