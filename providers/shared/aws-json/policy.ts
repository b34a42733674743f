import * as z from 'zod/mini'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { cursorOf, items, nothing, optional, pageOf, text } from './reply.ts'

export function policyCodecs(dialect: Dialect): Codecs<'getKeyPolicy' | 'putKeyPolicy' | 'listKeyPolicies'> {
  return {
    getKeyPolicy: codec(dialect, {
      action: 'GetKeyPolicy',
      members: (input) => ({ KeyId: input.keyId, PolicyName: input.policyName ?? dialect.policyName }),
      reply: () => z.object({ Policy: text, PolicyName: optional(text) }),
      output: (reply) => ({ policy: reply.Policy, policyName: reply.PolicyName }),
    }),
    putKeyPolicy: codec(dialect, {
      action: 'PutKeyPolicy',
      members: (input) => ({
        KeyId: input.keyId,
        PolicyName: input.policyName ?? dialect.policyName,
        Policy: input.policy,
        BypassPolicyLockoutSafetyCheck: input.bypassLockoutSafetyCheck,
      }),
      reply: () => nothing,
      output: () => ({}),
    }),
    listKeyPolicies: codec(dialect, {
      action: 'ListKeyPolicies',
      members: (input) => ({ KeyId: input.keyId, Limit: input.limit, Marker: input.cursor }),
      reply: () => pageOf({ PolicyNames: items(text) }),
      output: (reply) => ({ policyNames: reply.PolicyNames, cursor: cursorOf(reply) }),
    }),
  }
}
