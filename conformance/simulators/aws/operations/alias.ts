import { aliasArn, type Call, type Handler, type Handlers, placeOf } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireState, resolveKeyOnly } from '../guards.ts'
import { pageOf } from '../paging.ts'
import { familyOf } from '../specs.ts'
import type { AliasRecord, KeyRecord } from '../types.ts'

const invalid = (text: string) => refusal('ValidationException', text)

const checkPrefix = (name: string): void => {
  if (!name.startsWith('alias/'))
    throw invalid(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    )
}

/** A colon passes the member's pattern and is refused here (hashicorp/terraform-provider-aws issue 12891). */
const checkNewName = (name: string): void => {
  checkPrefix(name)
  if (name.includes(':') || name === 'alias/') throw invalid(`${name} contains invalid characters for an alias`)
  if (name.startsWith('alias/aws/')) throw refusal('NotAuthorizedException')
}

const targetOf = (call: Call, identifier: string): KeyRecord => {
  if (identifier.includes('alias/')) throw invalid('Aliases must refer to keys. Not aliases')
  const key = resolveKeyOnly(call, identifier)
  requireState(key, 'Creating', 'Disabled', 'PendingImport', 'Unavailable', 'Updating')
  return key
}

const existing = (call: Call, name: string): AliasRecord => {
  checkPrefix(name)
  const alias = call.aliases.get(placeOf(call.region, name))
  if (alias === undefined) throw refusal('NotFoundException', `Alias ${aliasArn(call, name)} is not found.`)
  return alias
}

const checkQuota = (call: Call, key: KeyRecord): void => {
  if (call.aliases.count('key', placeOf(key.region, key.keyId)) >= call.limits.aliasesPerKey)
    throw refusal(
      'LimitExceededException',
      `The key ${key.arn} has reached its limit of ${call.limits.aliasesPerKey} aliases.`,
    )
}

const createAlias: Handler<'CreateAlias'> = (call, input) => {
  const name = input.AliasName
  checkNewName(name)
  const key = targetOf(call, input.TargetKeyId)
  const arn = aliasArn(call, name)
  if (call.aliases.get(placeOf(call.region, name)) !== undefined)
    throw refusal('AlreadyExistsException', `An alias with the name ${arn} already exists`)
  checkQuota(call, key)
  const atMs = call.nowMs
  const alias = { name, region: call.region, arn, targetKeyId: key.keyId, createdAtMs: atMs, updatedAtMs: atMs }
  call.aliases.put(placeOf(call.region, name), alias)
  return undefined
}

const FAMILY_WORDS = { SYMMETRIC: 'a symmetric', ASYMMETRIC: 'an asymmetric', HMAC: 'an HMAC' } as const

/** Old and new key must be interchangeable; wording for the usage from nsmithuk/local-kms `src/handler/update_alias.go`. */
const checkSameKind = (name: string, from: KeyRecord, to: KeyRecord): void => {
  if (familyOf(from.spec) !== familyOf(to.spec))
    throw invalid(
      `Alias ${name} cannot be changed from ${FAMILY_WORDS[familyOf(from.spec)]} CMK to ${FAMILY_WORDS[familyOf(to.spec)]} CMK.`,
    )
  if (from.usage !== to.usage)
    throw invalid(
      `Alias ${name} cannot be changed from a CMK with key usage ${from.usage} to a CMK with key usage ${to.usage}. The key usage of the current CMK and the new CMK must be the same.`,
    )
}

const updateAlias: Handler<'UpdateAlias'> = (call, input) => {
  const alias = existing(call, input.AliasName)
  const to = targetOf(call, input.TargetKeyId)
  const from = alias.targetKeyId === undefined ? undefined : call.keys.get(placeOf(call.region, alias.targetKeyId))
  if (from !== undefined) checkSameKind(alias.name, from, to)
  if (alias.targetKeyId !== to.keyId) checkQuota(call, to)
  call.aliases.put(placeOf(call.region, alias.name), { ...alias, targetKeyId: to.keyId, updatedAtMs: call.nowMs })
  return undefined
}

const deleteAlias: Handler<'DeleteAlias'> = (call, input) => {
  const alias = existing(call, input.AliasName)
  call.aliases.delete(placeOf(call.region, alias.name))
  return undefined
}

const listAliases: Handler<'ListAliases'> = (call, input) => {
  const key = input.KeyId === undefined ? undefined : resolveKeyOnly(call, input.KeyId)
  const index =
    key === undefined ? (['region', call.region] as const) : (['key', placeOf(key.region, key.keyId)] as const)
  const { rows, ...end } = pageOf(call, input, { usual: 50, most: 100 }, call.aliases, index)
  const Aliases = rows.map((alias) => ({
    AliasName: alias.name,
    AliasArn: alias.arn,
    TargetKeyId: alias.targetKeyId,
    CreationDate: new Date(alias.createdAtMs),
    LastUpdatedDate: new Date(alias.updatedAtMs),
  }))
  return { Aliases, ...end }
}

export const alias = {
  CreateAlias: createAlias,
  UpdateAlias: updateAlias,
  DeleteAlias: deleteAlias,
  ListAliases: listAliases,
} satisfies Partial<Handlers>
