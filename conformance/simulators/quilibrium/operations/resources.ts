/** Aliases, tags, policies and grants. */
import { resolveKeyOnly } from '../../aws/guards.ts'
import { handlerOf } from '../../aws/operations/index.ts'
import type { QHandler, QHandlers } from '../call.ts'
import { refusal } from '../errors.ts'
import { withValues } from '../tags.ts'

const ALIAS_NAME = /^alias\/(?!aws\/)[A-Za-z0-9/_-]+$/

const createAlias: QHandler<'CreateAlias'> = (call, input) => {
  if (!ALIAS_NAME.test(input.AliasName)) throw refusal('InvalidAliasNameException')
  return handlerOf('CreateAlias')(call, input)
}

const tagResource: QHandler<'TagResource'> = (call, input) => {
  const { tags } = resolveKeyOnly(call, input.KeyId)
  const names = new Set([...tags, ...input.Tags].map(({ TagKey }) => TagKey))
  if (names.size > call.limits.tagsPerKey) throw refusal('TooManyTagsException')
  return handlerOf('TagResource')(call, { KeyId: input.KeyId, Tags: withValues(input.Tags) })
}

/** Ids are made of letters and digits; which others there may be is not said. */
const checkGrantId = (grantId: string | undefined): void => {
  if (grantId !== undefined && !/^[A-Za-z0-9]+$/.test(grantId)) throw refusal('InvalidGrantIdException')
}

const listGrants: QHandler<'ListGrants'> = (call, input) => {
  checkGrantId(input.GrantId)
  return handlerOf('ListGrants')(call, input)
}

const retireGrant: QHandler<'RetireGrant'> = (call, input) => {
  checkGrantId(input.GrantId)
  return handlerOf('RetireGrant')(call, input)
}

const revokeGrant: QHandler<'RevokeGrant'> = (call, input) => {
  checkGrantId(input.GrantId)
  return handlerOf('RevokeGrant')(call, input)
}

const putKeyPolicy: QHandler<'PutKeyPolicy'> = async (call, input) => {
  await handlerOf('PutKeyPolicy')(call, input)
  return {}
}

const getKeyPolicy: QHandler<'GetKeyPolicy'> = async (call, input) => {
  const output = await handlerOf('GetKeyPolicy')(call, input)
  return { Policy: output?.['Policy'] }
}

export const resources = {
  CreateAlias: createAlias,
  UpdateAlias: handlerOf('UpdateAlias'),
  DeleteAlias: handlerOf('DeleteAlias'),
  ListAliases: handlerOf('ListAliases'),
  TagResource: tagResource,
  UntagResource: handlerOf('UntagResource'),
  ListResourceTags: handlerOf('ListResourceTags'),
  GetKeyPolicy: getKeyPolicy,
  PutKeyPolicy: putKeyPolicy,
  ListKeyPolicies: handlerOf('ListKeyPolicies'),
  CreateGrant: handlerOf('CreateGrant'),
  ListGrants: listGrants,
  ListRetirableGrants: handlerOf('ListRetirableGrants'),
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
} satisfies Partial<QHandlers>
