import { supports } from '../../shared/crypto/specs.ts'
import type { Random } from '../../shared/random.ts'
import { arnOf, type Call, type Handlers, type Place, saveKey, saveVersion } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireRoom } from '../guards.ts'
import { offersHsm, offersSm } from '../hosts.ts'
import type { Input } from '../inputs.ts'
import { metadataOf } from '../metadata.ts'
import type { KeyRecord } from '../types.ts'
import { missingParameter } from '../validate.ts'
import { newMaterial, versionOf } from '../versions.ts'
import { factsOf, KEY_SPECS, type KeySpec } from '../vocabulary.ts'

/** Short codes of the two regions whose key ids appear in published samples; others are made of the region's initials. */
const REGION_CODES: Readonly<Record<string, string>> = { 'cn-hangzhou': 'hzz', 'cn-beijing': 'bjj' }

const codeOf = (region: string): string =>
  REGION_CODES[region] ??
  region
    .split('-')
    .map((part) => part.slice(0, 1))
    .join('')
    .slice(0, 3)
    .padEnd(3, 'z')

/** `key-hzz630494463ejqjx…`: the samples hold the region, the time of creation in hex seconds, and ten characters. */
export const newKeyId = (random: Random, region: string, nowMs: number): string => {
  const seconds = Math.floor(nowMs / 1_000)
    .toString(16)
    .padStart(8, '0')
  const tail = Array.from(random.bytes(10), (byte) => (byte % 36).toString(36)).join('')
  return `key-${codeOf(region)}${seconds}${tail}`
}

/** A key with what every key has; the rest is the caller's. */
export const keyRecord = (
  place: Place,
  fields: Pick<KeyRecord, 'keyId' | 'spec' | 'usage' | 'origin' | 'state' | 'createdAtMs'> & Partial<KeyRecord>,
): KeyRecord => ({
  region: place.region,
  arn: arnOf(place, `key/${fields.keyId}`),
  creator: place.account,
  creatorType: 'User',
  protectionLevel: 'SOFTWARE',
  description: '',
  lastRotationAtMs: fields.createdAtMs,
  tags: [],
  ...fields,
})

/** The spec, if anybody outside a KMS instance can have such a key in this region. */
const offeredSpec = (region: string, name: string): KeySpec => {
  const spec = KEY_SPECS.find((candidate) => candidate === name)
  const offer = spec === undefined ? 'instances' : factsOf(spec).offer
  const offered = offer === 'everywhere' || (offer === 'sm-regions' && offersSm(region))
  if (spec === undefined || !offered || !supports(factsOf(spec).material)) throw refusal('UnsupportedOperation')
  return spec
}

/** What CreateKey was asked for, with its defaults; refuses combinations that no key can have. */
const plan = (call: Call, input: Input<'CreateKey'>) => {
  if (input.DKMSInstanceId !== undefined) throw refusal('Forbidden.DKMSInstanceNotFound')
  if (input.Policy !== undefined) throw refusal('Forbidden.KeyPolicyUnSupported')
  const spec = offeredSpec(call.region, input.KeySpec ?? 'Aliyun_AES_256')
  const { family, usages, offer } = factsOf(spec)
  const usage = input.KeyUsage ?? usages[0]
  const origin = input.Origin ?? 'Aliyun_KMS'
  const rotates = input.EnableAutomaticRotation === true
  if (usage === undefined || !usages.includes(usage)) throw refusal('InvalidParameter')
  if (family !== 'symmetric' && (origin === 'EXTERNAL' || rotates)) throw refusal('InvalidParameter')
  if (origin === 'EXTERNAL' && rotates) throw refusal('InvalidParameter')
  const protectionLevel = input.ProtectionLevel ?? (offer === 'sm-regions' ? 'HSM' : 'SOFTWARE')
  if (protectionLevel === 'HSM' && !offersHsm(call.region)) throw refusal('Unsupported.ProtectionLevel')
  return { spec, usage, origin, protectionLevel, ...(rotates && { rotationSeconds: input.RotationInterval }) } as const
}

const requireRoomFor = (call: Call): void => {
  requireRoom(call.keys.count('region', call.region) + 1, call.limits.keys)
  requireRoom(call.versions.count('region', call.region) + 1, call.limits.keyVersions)
}

export const createKey: Handlers<'CreateKey'> = {
  CreateKey: async (call, input) => {
    if (input.EnableAutomaticRotation === true && input.RotationInterval === undefined)
      throw missingParameter('RotationInterval')
    const planned = plan(call, input)
    const tags = input.Tags ?? []
    requireRoomFor(call)
    requireRoom(tags.length, call.limits.tagsPerKey)
    const material = planned.origin === 'EXTERNAL' ? undefined : await newMaterial(planned.spec, call.random)
    requireRoomFor(call) // others may have made keys while this one's was on its way
    const versionId = call.random.uuid()
    const key = keyRecord(call, {
      ...planned,
      keyId: newKeyId(call.random, call.region, call.nowMs),
      state: material === undefined ? 'PendingImport' : 'Enabled',
      description: input.Description ?? '',
      createdAtMs: call.nowMs,
      primaryVersionId: factsOf(planned.spec).family === 'asymmetric' ? undefined : versionId,
      tags,
    })
    saveVersion(call, versionOf(key, versionId, call.nowMs, material))
    saveKey(call, key)
    return { KeyMetadata: metadataOf(key) }
  },
}
