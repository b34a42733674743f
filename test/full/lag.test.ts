import { describe, expect, test } from 'vitest'
import { type LagSettings, simulatedClouds } from '../../conformance/simulators/index.ts'
import { lagResults } from '../support/lagging.ts'

const patterns: readonly LagSettings[] = [{ calls: 2 }, { calls: 3, mode: 'random', seed: 1 }]

/** Kinds of key that a simulator on this Node cannot make. */
const NOT_MADE = ['kem']

describe.each(simulatedClouds)('every cell of %s', (cloud) => {
  test.each(patterns)(
    'conforms under lag %j',
    async (lag) => {
      const results = await lagResults(cloud, lag)
      const odd = results.filter(
        ({ verdict, keyKind = '' }) =>
          verdict === 'deviates' || verdict === 'error' || (verdict === 'unreachable' && !NOT_MADE.includes(keyKind)),
      )
      expect(odd.map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`)).toEqual([])
    },
    600_000,
  )
})
