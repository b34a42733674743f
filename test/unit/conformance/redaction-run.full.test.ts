import { describe, expect, test } from 'vitest'
import { matrix } from '../../../conformance/matrix/index.ts'
import { plan } from '../../../conformance/plan.ts'
import { simulatedClouds } from '../../../conformance/simulators/index.ts'
import { everyForm } from '../../support/reports.ts'
import { runTapped, tokensOf } from '../../support/wiretap.ts'

describe('the reports of a whole run', () => {
  test.each(simulatedClouds)(
    'hold no id, secret, plaintext or signature that went over the wire to %s',
    async (cloud) => {
      const { report, wire } = await runTapped(cloud, '')
      const tokens = tokensOf(wire)
      expect(tokens.length).toBeGreaterThan(report.cases.length)
      const text = everyForm(report)
      expect(tokens.filter((token) => text.includes(token))).toEqual([])
      expect(report.cases).toHaveLength(plan({ cloud, matrix: matrix([cloud]) }).length)
    },
  )
})
