import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matrix, matrixClouds, plan, runConformance, type Target } from '../conformance/index.ts'
import { simulatedClouds } from '../conformance/simulators/index.ts'
import { createSimulatorTarget } from '../conformance/targets/simulator.ts'

/** Kinds of key that a simulator on this Node cannot make: everything else must be reached. */
const NOT_MADE = ['kem']

const clouds = simulatedClouds.filter((cloud) => matrixClouds.some((one) => one === cloud))

describe.each(clouds)('%s: the simulator does what the documents say', (cloud) => {
  const table = matrix(matrixClouds.filter((one) => one === cloud))
  let target: Target
  beforeAll(async () => {
    target = await createSimulatorTarget({ cloud, via: 'direct', seed: 1 })
  })
  afterAll(() => target.close())

  test.each(plan({ cloud, matrix: table }))('$id: $title', async (one) => {
    const only = { sources: table.sources, cells: one.kind === 'cell' ? [one.cell] : [] }
    const behaviours = one.kind === 'behaviour' ? [one.behaviour] : []
    const results = []
    for await (const result of runConformance({ target, matrix: only, behaviours })) results.push(result)
    expect(results).toHaveLength(1)
    const reachable = one.kind === 'behaviour' || !NOT_MADE.includes(one.cell.keyKind ?? '')
    const fine = ['conforms', 'impossible', 'unsupported', 'undocumented', ...(reachable ? [] : ['unreachable'])]
    expect(fine, results[0]?.reason).toContain(results[0]?.verdict)
  })
})
