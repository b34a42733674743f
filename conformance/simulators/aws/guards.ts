/**
 * The checks operations share. Each handler calls them in the documented order: resolve, origin, usage, state, then
 * what is special to it. Texts: recordings in localstack/localstack `tests/aws/services/kms/test_kms.snapshot.json`,
 * measurements in floci-io/floci `KmsIntegrationTest.java`, else the developer guide's key-state page.
 */
import { createHash } from 'node:crypto'
import { aliasArn, type Call, findKey, keyArn, placeOf } from './call.ts'
import { refusal } from './errors.ts'
import type { KeyOrigin, KeyRecord, KeyState, KeyUsage } from './types.ts'

const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/i

const missingKey = (arn: string) => refusal('NotFoundException', `Key '${arn}' does not exist`)

/** The resource part of an ARN, or a plain name as it is. */
const resourceOf = (call: Call, identifier: string): string =>
  identifier.startsWith('arn:') ? call.naming.resourceOf(call, identifier) : identifier

const aliasTarget = (call: Call, name: string): KeyRecord => {
  const alias = call.aliases.get(placeOf(call.region, name))
  const key = alias?.targetKeyId === undefined ? undefined : findKey(call, alias.targetKeyId)
  if (key === undefined) throw refusal('NotFoundException', `Alias ${aliasArn(call, name)} is not found.`)
  return key
}

const keyNamed = (call: Call, identifier: string, resource: string): KeyRecord => {
  const fromArn = resource !== identifier
  const id = fromArn ? resource.slice('key/'.length) : identifier
  if (!KEY_ID.test(id)) throw refusal('NotFoundException', fromArn ? `Invalid keyId ${id}` : `Invalid keyId '${id}'`)
  const key = findKey(call, id)
  if (key === undefined) throw missingKey(keyArn(call, id))
  return key
}

/** The key an id, key ARN, alias name or alias ARN means: for operations that accept all four. */
export const resolveKey = (call: Call, identifier: string): KeyRecord => {
  if (!call.naming.aliasesNameKeys) return resolveKeyOnly(call, identifier)
  const resource = resourceOf(call, identifier)
  return call.naming.isAlias(identifier) ? aliasTarget(call, resource) : keyNamed(call, identifier, resource)
}

/** The same for operations on keys alone: an alias is refused before anything is looked up. */
export const resolveKeyOnly = (call: Call, identifier: string): KeyRecord => {
  if (call.naming.isAlias(identifier))
    throw refusal('InvalidArnException', 'Key Aliases are not supported for this operation.')
  return keyNamed(call, identifier, resourceOf(call, identifier))
}

/** Refuses keys whose material comes from elsewhere than the operation can serve. */
export const requireOrigin = (key: KeyRecord, ...origins: readonly KeyOrigin[]): void => {
  if (!origins.includes(key.origin))
    throw refusal(
      'UnsupportedOperationException',
      `${key.arn} origin is ${key.origin} which is not valid for this operation.`,
    )
}

/** Refuses keys of another usage; `operation` as AWS names it in the text. Comes before the state. */
export const requireUsage = (key: KeyRecord, usage: KeyUsage, operation: string): void => {
  if (key.usage !== usage)
    throw refusal(
      'InvalidKeyUsageException',
      `${key.arn} key usage is ${key.usage} which is not valid for ${operation}.`,
    )
}

/** States in the order in which they are checked, with the words for each. */
const REFUSED_AS: readonly (readonly [KeyState, string])[] = [
  ['Creating', 'is creating'],
  ['Updating', 'is updating'],
  ['PendingDeletion', 'is pending deletion'],
  ['PendingReplicaDeletion', 'is pending replica deletion'],
  ['PendingImport', 'is pending import'],
  ['Unavailable', 'is unavailable'],
  ['Disabled', 'is disabled'],
]

/** Refuses keys in any other state than Enabled and the ones listed. */
export const requireState = (key: KeyRecord, ...allowed: readonly KeyState[]): void => {
  if (key.state === 'Enabled' || allowed.includes(key.state)) return
  const words = REFUSED_AS.find(([state]) => state === key.state)?.[1] ?? 'is unavailable'
  const code = key.state === 'Disabled' ? 'DisabledException' : 'KMSInvalidStateException'
  throw refusal(code, `${key.arn} ${words}.`)
}

/** The state rule of every cryptographic operation: enabled, or changing its primary Region. */
export const requireUsable = (key: KeyRecord): void => requireState(key, 'Updating')

/** Last check of a call that has `DryRun`: all that could refuse it has been asked. */
export const refuseDryRun = (input: { readonly DryRun?: boolean }): void => {
  if (input.DryRun === true)
    throw refusal('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.')
}

export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Refuses grant tokens that no CreateGrant handed out. */
export const requireGrantTokens = (call: Call, tokens: readonly string[] | undefined): void => {
  for (const token of tokens ?? [])
    if (call.grants.count('token', tokenDigest(token)) === 0) throw refusal('InvalidGrantTokenException')
}

/** Remembers a successful cryptographic operation for GetKeyLastUsage. */
export const recordUse = (call: Call, key: KeyRecord, operation = call.action): void =>
  call.usages.put(placeOf(key.region, key.keyId), {
    operation,
    atMs: call.nowMs,
    requestId: call.requestId,
    eventId: call.random.uuid(),
  })
