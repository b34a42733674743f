import { afterAll, describe } from 'vitest'
import { testOperations, testRefusals } from './compare.ts'
import { startHuawei } from './huawei/clients.ts'
import { cryptoComparisons } from './huawei/crypto.ts'
import { keyComparisons } from './huawei/keys.ts'
import { refusals } from './huawei/refusals.ts'

const huawei = await startHuawei()

afterAll(() => huawei.close())

describe("Huawei Cloud KMS by our client and by Huawei's", () => {
  testOperations(huawei.ours, {
    compared: { ...keyComparisons(huawei), ...cryptoComparisons(huawei) },
    incomparable: {},
  })
  testRefusals(refusals(huawei), huawei.refusalOf)
})
