import { type Handlers, NOTHING, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireEditable, requireKey } from '../guards.ts'
import type { KeyRecord } from '../types.ts'

/** Only keys of a KMS instance have policies. */
const requireInstance = ({ instanceId }: KeyRecord): void => {
  if (instanceId === undefined) throw refusal('Forbidden.KeyPolicyUnSupported')
}

export const policy: Handlers<'SetKeyPolicy' | 'GetKeyPolicy'> = {
  SetKeyPolicy: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireEditable(key)
    requireInstance(key)
    saveKey(call, { ...key, policy: input.Policy })
    return NOTHING
  },

  GetKeyPolicy: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireInstance(key)
    if (key.policy === undefined) throw refusal('Forbidden.ResourceNotFound')
    return { Policy: key.policy }
  },
}
