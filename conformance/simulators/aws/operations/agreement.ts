/** DeriveSharedSecret (AWS KMS API reference). */
import { deriveSharedSecret } from '../../shared/crypto/agreement.ts'
import type { Handlers } from '../call.ts'
import { refuseRecipient, requireMaterial, usableKey } from '../crypto-guards.ts'
import { refusal } from '../errors.ts'
import { recordUse, refuseDryRun } from '../guards.ts'
import { cryptoSpecOf } from '../specs.ts'

export const agreement = {
  DeriveSharedSecret: (call, input) => {
    const key = usableKey(call, input, 'KEY_AGREEMENT')
    const material = { spec: cryptoSpecOf(key.spec), secret: requireMaterial(key).secret }
    const SharedSecret = deriveSharedSecret(material, input.PublicKey)
    // No key, or one of another curve: recorded without a message (localstack test_derive_shared_secret).
    if (SharedSecret === undefined) throw refusal('ValidationException')
    refuseRecipient(input)
    refuseDryRun(input)
    recordUse(call, key)
    return {
      KeyId: key.arn,
      SharedSecret,
      KeyAgreementAlgorithm: input.KeyAgreementAlgorithm,
      KeyOrigin: key.origin,
    }
  },
} satisfies Pick<Handlers, 'DeriveSharedSecret'>
