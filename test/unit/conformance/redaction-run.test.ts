import { describe, expect, test } from 'vitest'
import { matrix } from '../../../conformance/matrix/index.ts'
import { simulatedClouds } from '../../../conformance/simulators/index.ts'
import { everyForm } from '../../support/reports.ts'
import { runTapped, tokensOf } from '../../support/wiretap.ts'

describe('the reports of a run', () => {
  // All cases are in test/full.
  test.each(simulatedClouds)(
    'hold no id, secret, plaintext or signature that went over the wire to %s',
    async (cloud) => {
      const encrypt = matrix([cloud]).cells.find(({ operation }) => operation === 'encrypt')?.action
      const { report, wire } = await runTapped(cloud, `${encrypt} with`)
      const tokens = tokensOf(wire)
      expect(tokens.length).toBeGreaterThan(20)
      const text = everyForm(report)
      expect(tokens.filter((token) => text.includes(token))).toEqual([])
      expect(
        report.cases.filter(({ exchanges = [] }) => exchanges.some(({ sent }) => sent !== undefined)).length,
      ).toBeGreaterThan(2)
    },
  )

  test('tell ids apart by references that stay the same within a case', async () => {
    const { report } = await runTapped('aws', 'ReEncrypt with a Disabled destination')
    const [one] = report.cases
    const call = one?.exchanges?.find(({ step }) => step === 'call')
    expect(one?.exchanges?.map(({ step, action, status }) => `${step} ${action} ${status}`)).toEqual([
      'arrange CreateKey 200',
      'arrange DescribeKey 200',
      'arrange CreateKey 200',
      'arrange DescribeKey 200',
      'arrange Encrypt 200',
      'arrange DisableKey 200',
      'arrange DescribeKey 200',
      'before DescribeKey 200',
      'call ReEncrypt 400',
      'after DescribeKey 200',
    ])
    expect(call).toMatchObject({ code: 'DisabledException', times: 1 })
    expect(JSON.parse(call?.sent?.split('\n\n')[1] ?? '')).toEqual({
      CiphertextBlob: '‹removed›',
      SourceKeyId: 'key#2',
      DestinationKeyId: 'key#1',
    })
    expect(JSON.parse(call?.answered?.split('\n\n')[1] ?? '')).toEqual({
      __type: 'DisabledException',
      message: 'arn:aws:kms:us-east-1:account#1:key/key#1 is disabled.',
    })
    expect(one?.observed).toMatchObject({ stateBefore: 'Disabled', stateAfter: 'Disabled' })
    expect(one?.observed?.message).toContain('arn:aws:kms:us-east-1:account#1:key/key#1 is disabled.')
  })
})
