/** GenerateMac and VerifyMac (AWS KMS API reference). */
import { mac, verifyMac } from '../../shared/crypto/mac.ts'
import type { Call, Handlers } from '../call.ts'
import { requireAlgorithm, requireMaterial, usableKey } from '../crypto-guards.ts'
import { refusal } from '../errors.ts'
import { recordUse, refuseDryRun } from '../guards.ts'
import type { Input } from '../inputs.ts'
import { cryptoSpecOf } from '../specs.ts'

const prepare = (call: Call, input: Input<'GenerateMac' | 'VerifyMac'>) => {
  const key = usableKey(call, input, 'GENERATE_VERIFY_MAC')
  requireAlgorithm(key, input.MacAlgorithm)
  refuseDryRun(input)
  return { key, material: { spec: cryptoSpecOf(key.spec), secret: requireMaterial(key).secret } }
}

export const macs = {
  GenerateMac: (call, input) => {
    const { key, material } = prepare(call, input)
    recordUse(call, key)
    return { Mac: mac(material, input.Message), MacAlgorithm: input.MacAlgorithm, KeyId: key.arn }
  },

  VerifyMac: (call, input) => {
    const { key, material } = prepare(call, input)
    const MacValid = verifyMac(material, input.Message, input.Mac)
    if (!MacValid) throw refusal('KMSInvalidMacException')
    recordUse(call, key)
    return { KeyId: key.arn, MacValid, MacAlgorithm: input.MacAlgorithm }
  },
} satisfies Pick<Handlers, 'GenerateMac' | 'VerifyMac'>
