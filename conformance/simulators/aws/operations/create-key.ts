import { type Call, type Handler, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import type { Input } from '../inputs.ts'
import { keyRecord, newKeyId } from '../keys.ts'
import { newMaterial } from '../material.ts'
import { keyMetadata } from '../metadata.ts'
import { checkPolicy } from '../policy.ts'
import { familyOf, isOffered, usagesOf } from '../specs.ts'
import { mergeTags } from '../tags.ts'
import type { KeyRecord, KeySpec, KeyUsage } from '../types.ts'

const invalid = (text: string) => refusal('ValidationException', text)

const specOf = (call: Call, input: Input<'CreateKey'>): KeySpec => {
  const { KeySpec: spec, CustomerMasterKeySpec: legacy } = input
  if (spec !== undefined && legacy !== undefined && spec !== legacy)
    throw invalid('KeySpec and CustomerMasterKeySpec must not differ.')
  const wanted = spec ?? legacy ?? 'SYMMETRIC_DEFAULT'
  if (!isOffered(wanted, call.partition))
    throw refusal('UnsupportedOperationException', `KeySpec ${wanted} is not supported in this Region`)
  return wanted
}

const usageOf = (spec: KeySpec, usage: KeyUsage | undefined): KeyUsage => {
  if (usage === undefined && spec !== 'SYMMETRIC_DEFAULT')
    throw invalid('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.')
  const wanted = usage ?? 'ENCRYPT_DECRYPT'
  if (!usagesOf(spec).includes(wanted)) throw invalid(`KeyUsage ${wanted} is not compatible with KeySpec ${spec}`)
  return wanted
}

/** The simulated account has no custom key stores: whoever names one names one that does not exist. */
const checkOrigin = (input: Input<'CreateKey'>, spec: KeySpec): 'AWS_KMS' | 'EXTERNAL' => {
  const origin = input.Origin ?? 'AWS_KMS'
  if (origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE') {
    if (input.CustomKeyStoreId === undefined) throw invalid(`Origin ${origin} requires a CustomKeyStoreId.`)
    if (origin === 'EXTERNAL_KEY_STORE' && input.XksKeyId === undefined)
      throw invalid(`Origin ${origin} requires an XksKeyId.`)
    if (familyOf(spec) !== 'SYMMETRIC' || input.MultiRegion === true) throw refusal('UnsupportedOperationException')
    throw refusal('CustomKeyStoreNotFoundException')
  }
  if (input.CustomKeyStoreId !== undefined) throw invalid(`Origin ${origin} does not take a CustomKeyStoreId.`)
  if (input.XksKeyId !== undefined) throw invalid(`Origin ${origin} does not take an XksKeyId.`)
  if (origin === 'EXTERNAL' && spec.startsWith('ML_DSA_'))
    throw refusal('UnsupportedOperationException', `KeySpec ${spec} is not supported for Origin EXTERNAL`)
  return origin
}

const checkQuota = (call: Call): void => {
  const count = call.keys.count('region', call.region)
  if (count >= call.limits.keys)
    throw refusal(
      'LimitExceededException',
      `You have reached the limit of ${call.limits.keys} KMS keys; you have ${count}.`,
    )
}

/** Makes the key a request asks for, or refuses. */
export const newKey = async (call: Call, input: Input<'CreateKey'>): Promise<KeyRecord> => {
  const spec = specOf(call, input)
  const usage = usageOf(spec, input.KeyUsage)
  const origin = checkOrigin(input, spec)
  const tags = mergeTags([], input.Tags ?? [], call.limits)
  const policy = checkPolicy(call, input.Policy, input.BypassPolicyLockoutSafetyCheck)
  checkQuota(call)
  const keyId = newKeyId(call.random, input.MultiRegion === true)
  const material = origin === 'EXTERNAL' ? undefined : await newMaterial(keyId, spec, call.random)
  checkQuota(call) // others may have created keys while an RSA key was being made
  const key = keyRecord(call, {
    keyId,
    spec,
    usage,
    origin,
    state: origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
    policy,
    createdAtMs: call.nowMs,
    description: input.Description ?? '',
    tags,
    ...(input.MultiRegion === true && { multiRegion: { role: 'PRIMARY' } }),
    ...(material !== undefined && { materials: [material], currentMaterialId: material.id }),
  })
  saveKey(call, key)
  return key
}

export const createKey: Handler<'CreateKey'> = async (call, input) => ({
  KeyMetadata: keyMetadata(call, await newKey(call, input)),
})
