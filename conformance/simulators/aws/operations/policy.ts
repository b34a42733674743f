import { type Handler, type Handlers, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { resolveKeyOnly } from '../guards.ts'
import { pageOfList } from '../paging.ts'
import { checkPolicy } from '../policy.ts'

const ONLY_NAME = 'default'

const getKeyPolicy: Handler<'GetKeyPolicy'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  if ((input.PolicyName ?? ONLY_NAME) !== ONLY_NAME) throw refusal('NotFoundException', 'No such policy exists')
  return { Policy: key.policy, PolicyName: ONLY_NAME }
}

const putKeyPolicy: Handler<'PutKeyPolicy'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  if ((input.PolicyName ?? ONLY_NAME) !== ONLY_NAME)
    throw refusal('UnsupportedOperationException', 'The only valid policy name is default')
  saveKey(call, { ...key, policy: checkPolicy(call, input.Policy, input.BypassPolicyLockoutSafetyCheck) })
  return undefined
}

const listKeyPolicies: Handler<'ListKeyPolicies'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  const { rows, ...end } = pageOfList(call, input, { usual: 100, most: 1000 }, [ONLY_NAME], key.keyId)
  return { PolicyNames: rows, ...end }
}

export const policy = {
  GetKeyPolicy: getKeyPolicy,
  PutKeyPolicy: putKeyPolicy,
  ListKeyPolicies: listKeyPolicies,
} satisfies Partial<Handlers>
