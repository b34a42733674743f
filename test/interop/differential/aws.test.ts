import { afterAll, describe } from 'vitest'
import { accessComparisons } from './aws/access.ts'
import { refusalOf, startAws } from './aws/clients.ts'
import { cryptoComparisons } from './aws/crypto.ts'
import { keyComparisons } from './aws/keys.ts'
import { refusals } from './aws/refusals.ts'
import { testOperations, testRefusals } from './compare.ts'

const aws = await startAws()

afterAll(() => aws.close())

describe("AWS KMS by our client and by AWS's", () => {
  testOperations(aws.ours, {
    compared: { ...keyComparisons(aws), ...accessComparisons(aws), ...cryptoComparisons(aws) },
    incomparable: {},
  })
  testRefusals(refusals(aws), refusalOf)
})
