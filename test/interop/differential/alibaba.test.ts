import { afterAll, describe } from 'vitest'
import { startAlibaba } from './alibaba/clients.ts'
import { cryptoComparisons } from './alibaba/crypto.ts'
import { keyComparisons } from './alibaba/keys.ts'
import { refusalOf, refusals } from './alibaba/refusals.ts'
import { testOperations, testRefusals } from './compare.ts'

const alibaba = await startAlibaba()

afterAll(() => alibaba.close())

describe("Alibaba Cloud KMS by our client and by Alibaba Cloud's", () => {
  testOperations(alibaba.ours, {
    compared: { ...keyComparisons(alibaba), ...cryptoComparisons(alibaba) },
    incomparable: {},
  })
  testRefusals(refusals(alibaba), refusalOf)
})
