import { createSimulator, simulatedClouds } from '../../../conformance/simulators/index.ts'
import { openDataFile } from '../../../conformance/simulators/shared/data-file/index.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import { startServer } from './processes.ts'

/** Fills a data file with keys of all clouds, and measures until a server that reads it listens. */
export async function measureStart(path: string, keys: number) {
  const simulators = simulatedClouds.map((cloud) => createSimulator(cloud, { seed: 1 }))
  const data = await openDataFile(path, simulators)
  for (const { cloud, control } of simulators) {
    const region = localCloud(cloud).regions[0]
    // Every cloud's putKey takes these portable words.
    const putKey = control.putKey as (key: { state: string; region: string }) => unknown
    for (let made = 0; made < keys / simulators.length; made += 1) putKey({ state: 'Enabled', region })
  }
  await data.close()
  const empty = await startServer('simulators')
  await empty.stop()
  const full = await startServer('simulators', [path])
  await full.stop()
  return { startMs: full.startMs, emptyMs: empty.startMs, keys }
}
