/** GetPublicKey (AWS KMS API reference). */
import type { Handlers } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireGrantTokens, requireState, resolveKey } from '../guards.ts'
import { currentMaterial } from '../material.ts'
import { algorithmsOf, familyOf } from '../specs.ts'

export const publicKeys = {
  GetPublicKey: (call, input) => {
    const key = resolveKey(call, input.KeyId)
    requireGrantTokens(call, input.GrantTokens)
    // A disabled key shows its public key (current key-state page; floci-io/floci KmsIntegrationTest); the state comes
    // before the kind of key: a symmetric key in PendingImport is refused for its state.
    requireState(key, 'Disabled', 'Updating')
    const material = currentMaterial(key)
    if (familyOf(key.spec) !== 'ASYMMETRIC' || material?.publicKey === undefined)
      throw refusal('UnsupportedOperationException')
    return {
      KeyId: key.arn,
      PublicKey: material.publicKey,
      CustomerMasterKeySpec: key.spec,
      KeySpec: key.spec,
      KeyUsage: key.usage,
      ...algorithmsOf(key.spec, key.usage),
    }
  },
} satisfies Pick<Handlers, 'GetPublicKey'>
