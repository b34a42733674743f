import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseKnownDifferences, readKnownDifferences } from '../../../conformance/known.ts'
import { fromJson } from '../../../conformance/report/json.ts'
import { createReport } from '../../../conformance/report/result.ts'
import { createSimulator } from '../../../conformance/simulators/index.ts'
import { createEndpointTarget } from '../../../conformance/targets/endpoint.ts'
import { localCloud } from '../../../conformance/targets/local.ts'

/** What a type would have forbidden. */
const wrongly = (input: unknown): never => input as never // the boundary that every one of these crosses on purpose
const { control } = createSimulator('aws', { seed: 1 })

/** Something done with a file of this content; its path is made the same everywhere. */
export async function withFile<R>(content: string | undefined, use: (path: string) => R | Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'polykms-errors-'))
  const path = join(folder, 'file')
  if (content !== undefined) writeFileSync(path, content)
  try {
    return await use(path)
  } catch (error) {
    throw new Error(error instanceof Error ? error.message.replaceAll(folder, '~') : '')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const run = {
  clouds: ['aws'],
  suiteVersion: '',
  matrixEdition: '',
  node: '',
  platform: '',
  target: '',
  started: '',
  finished: '',
}

/** What simulators and suite say to those who set them up wrongly. */
export const suiteCauses: readonly (() => unknown)[] = [
  () => createSimulator(wrongly('gcp')),
  () => control.clock.advance(wrongly('soon')),
  () => control.clock.advance('4000000d'),
  () => control.faults.add(wrongly({ kind: 'flood' })),
  () => control.faults.add({ kind: 'throttle', count: 0.5 }),
  () => control.faults.add(wrongly({ kind: 'throttle', effect: 'during' })),
  () => control.lag(wrongly({ calls: -1, mode: 'stale' })),
  () => control.lag(wrongly({ calls: 1, mode: 'odd' })),
  () => control.lag({ calls: 1, mode: 'random', seed: 0.5 }),
  () => control.restore({}),
  () => control.putKey(wrongly({ spec: 'DES' })),
  () => createEndpointTarget({ cloud: 'gcp', endpoint: 'http://127.0.0.1:1' }),
  () => localCloud('gcp'),
  () => createReport(wrongly(run), [], {}),
  () => withFile(undefined, readKnownDifferences),
  () => parseKnownDifferences('{', 'known.json'),
  () => parseKnownDifferences('{}', 'known.json'),
  () => fromJson('{', 'result.json'),
]
