import * as z from 'zod/mini'
import type { Bindings } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { idOnly } from '../reference.ts'
import type { ActionRequest } from '../wire.ts'

const policyReply = once(() => z.object({ Policy: z.string() }))

/** Keys of a KMS instance only; others answer `Forbidden.KeyPolicyUnSupported`. */
export function policies(request: ActionRequest): Pick<Bindings, 'getKeyPolicy' | 'putKeyPolicy'> {
  return {
    getKeyPolicy: {
      encode: ({ keyId, policyName }) => request('GetKeyPolicy', { KeyId: idOnly(keyId), PolicyName: policyName }),
      decode: (reply) => ({ policy: policyReply().parse(reply).Policy }),
    },
    putKeyPolicy: {
      encode: ({ keyId, policy, policyName }) =>
        request('SetKeyPolicy', { KeyId: idOnly(keyId), Policy: policy, PolicyName: policyName }),
      decode: () => ({}),
      refuses: { bypassLockoutSafetyCheck: 'Alibaba Cloud has no such check' },
    },
  }
}
