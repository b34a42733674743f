import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { type Served, startServe } from '../support/cli.ts'
import { readReport, startLive } from '../support/live.ts'

let folder: string
let served: Served
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-live-'))
  served = await startServe()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await served.stop()
})

test.each(simulatedClouds)(
  'a certifying live run on %s conforms, with no control surface and nothing left out',
  { timeout: 300_000 },
  async (cloud) => {
    const args = ['run', '--target', 'live', '--yes', '--certify', '--cloud', cloud, '--endpoint', served.url]
    const out = join(folder, cloud)
    const { code, stderr } = await startLive([...args, '--out', out, '--journal', join(folder, 'journals')]).end
    expect({ code, leftOut: stderr.match(/^not certified: .*$/gm) ?? [] }).toEqual({ code: 0, leftOut: [] })
    const { tally, run } = readReport(out)
    expect(tally).toMatchObject({ failed: 0, verdicts: { deviates: 0, error: 0 } })
    expect(run).toMatchObject({ target: 'live', mode: 'certify', runId: expect.stringMatching(/^[0-9a-f]{8}$/) })
  },
)
