import { isDeepStrictEqual } from 'node:util'
import { type Call, type Handler, type Handlers, placeOf } from '../call.ts'
import { refusal } from '../errors.ts'
import { refuseDryRun, requireGrantTokens, requireState, resolveKeyOnly, tokenDigest } from '../guards.ts'
import type { Input } from '../inputs.ts'
import { accountRootArn } from '../naming.ts'
import { pageOf } from '../paging.ts'
import { familyOf } from '../specs.ts'
import type { GrantRecord, KeyRecord } from '../types.ts'

const BOUNDS = { usual: 50, most: 100 }
/** Tokens are needed only while a grant spreads; old ones of a grant that is re-created without end are forgotten. */
const TOKENS_KEPT = 100

const invalid = (text: string) => refusal('ValidationException', text)
const noGrant = (id: string) => refusal('NotFoundException', `Grant ID ${id} not found`)

const ANY_KEY = ['CreateGrant', 'RetireGrant', 'DescribeKey']
const SYMMETRIC = [
  ...['Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo'],
  ...['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'],
]
const ASYMMETRIC = {
  ENCRYPT_DECRYPT: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GetPublicKey'],
  SIGN_VERIFY: ['Sign', 'Verify', 'GetPublicKey'],
  KEY_AGREEMENT: ['DeriveSharedSecret', 'GetPublicKey'],
  GENERATE_VERIFY_MAC: ['GenerateMac', 'VerifyMac'],
} as const

/** What a grant on this key can allow (developer guide, "Grant operations"). */
const grantable = (key: KeyRecord): readonly string[] => [
  ...ANY_KEY,
  ...(familyOf(key.spec) === 'SYMMETRIC' ? SYMMETRIC : ASYMMETRIC[key.usage]),
]

const checkPrincipals = (input: Input<'CreateGrant'>): void => {
  if ((input.GranteePrincipal === undefined) === (input.GranteeServicePrincipal === undefined))
    throw invalid('Exactly one of GranteePrincipal and GranteeServicePrincipal must be specified.')
  if (input.RetiringPrincipal !== undefined && input.RetiringServicePrincipal !== undefined)
    throw invalid('At most one of RetiringPrincipal and RetiringServicePrincipal can be specified.')
  for (const principal of [input.GranteePrincipal, input.RetiringPrincipal])
    if (principal !== undefined && !/^(?:arn:|\d{12}$)/.test(principal))
      throw refusal('InvalidArnException', `ARN does not refer to a valid principal: ${principal}`)
}

const checkOperations = (key: KeyRecord, { Operations, Constraints }: Input<'CreateGrant'>): void => {
  if (Operations.length === 0) throw invalid('At least one operation must be specified.')
  const possible = grantable(key)
  const impossible = Operations.filter((operation) => !possible.includes(operation))
  if (impossible.length > 0)
    throw invalid(
      `Operations [${impossible.join(', ')}] are not supported for key spec ${key.spec} and usage ${key.usage}.`,
    )
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = Constraints ?? {}
  if (equals !== undefined && subset !== undefined)
    throw invalid('Only one of EncryptionContextSubset and EncryptionContextEquals can be specified.')
  for (const context of [equals, subset]) {
    if (context === undefined) continue
    if (familyOf(key.spec) !== 'SYMMETRIC')
      throw invalid('Encryption context constraints need a symmetric encryption key.')
    if (Object.keys(context).length > 8) throw invalid('A grant constraint takes at most 8 encryption context pairs.')
  }
}

const wanted = (call: Call, key: KeyRecord, input: Input<'CreateGrant'>) => ({
  region: call.region,
  keyId: key.keyId,
  keyArn: key.arn,
  ...(input.Name !== undefined && { name: input.Name }),
  ...(input.GranteePrincipal !== undefined && { granteePrincipal: input.GranteePrincipal }),
  ...(input.GranteeServicePrincipal !== undefined && { granteeServicePrincipal: input.GranteeServicePrincipal }),
  ...(input.RetiringPrincipal !== undefined && { retiringPrincipal: input.RetiringPrincipal }),
  ...(input.RetiringServicePrincipal !== undefined && { retiringServicePrincipal: input.RetiringServicePrincipal }),
  operations: [...new Set(input.Operations)].sort(),
  ...(input.Constraints !== undefined && { constraints: input.Constraints }),
  issuingAccount: accountRootArn(call),
})

/** A grant of the same name and content, which CreateGrant hands out again instead of making another. */
const twin = (call: Call, key: KeyRecord, content: ReturnType<typeof wanted>): GrantRecord | undefined => {
  if (content.name === undefined) return undefined
  return call.grants.all('name', `${key.region}/${key.keyId}/${content.name}`).find((grant) => {
    const { grantId: _, createdAtMs: __, tokenDigests: ___, ...rest } = grant
    return isDeepStrictEqual(rest, content)
  })
}

const createGrant: Handler<'CreateGrant'> = (call, input) => {
  checkPrincipals(input)
  const key = resolveKeyOnly(call, input.KeyId)
  requireGrantTokens(call, input.GrantTokens)
  requireState(key, 'Unavailable', 'Updating')
  checkOperations(key, input)
  const content = wanted(call, key, input)
  const known = twin(call, key, content)
  if (known === undefined && call.grants.count('key', placeOf(key.region, key.keyId)) >= call.limits.grantsPerKey)
    throw refusal(
      'LimitExceededException',
      `The key ${key.arn} has reached its limit of ${call.limits.grantsPerKey} grants.`,
    )
  refuseDryRun(input)
  const token = Buffer.from(call.random.bytes(189)).toString('base64')
  const grant = known ?? { ...content, grantId: call.random.hex(32), createdAtMs: call.nowMs, tokenDigests: [] }
  const tokenDigests = [...grant.tokenDigests, tokenDigest(token)].slice(-TOKENS_KEPT)
  call.grants.put(grant.grantId, { ...grant, tokenDigests })
  return { GrantToken: token, GrantId: grant.grantId }
}

const entry = (grant: GrantRecord) => ({
  KeyId: grant.keyArn,
  GrantId: grant.grantId,
  Name: grant.name,
  CreationDate: new Date(grant.createdAtMs),
  GranteePrincipal: grant.granteePrincipal,
  RetiringPrincipal: grant.retiringPrincipal,
  GranteeServicePrincipal: grant.granteeServicePrincipal,
  RetiringServicePrincipal: grant.retiringServicePrincipal,
  IssuingAccount: grant.issuingAccount,
  Operations: grant.operations,
  Constraints: grant.constraints,
})

const listGrants: Handler<'ListGrants'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  const { GrantId: id, GranteePrincipal: grantee, GranteeServicePrincipal: service } = input
  const keep = (grant: GrantRecord) =>
    (id === undefined || grant.grantId === id) &&
    (grantee === undefined || grant.granteePrincipal === grantee) &&
    (service === undefined || grant.granteeServicePrincipal === service)
  const filter = [id, grantee, service].join('|')
  const index = ['key', placeOf(key.region, key.keyId)] as const
  const { rows, ...end } = pageOf(call, input, BOUNDS, call.grants, index, keep, filter)
  return { Grants: rows.map(entry), ...end }
}

const listRetirableGrants: Handler<'ListRetirableGrants'> = (call, input) => {
  const principal = input.RetiringPrincipal ?? input.RetiringServicePrincipal
  if (
    principal === undefined ||
    (input.RetiringPrincipal !== undefined && input.RetiringServicePrincipal !== undefined)
  )
    throw invalid('Exactly one of RetiringPrincipal and RetiringServicePrincipal must be specified.')
  const index = ['retiring', placeOf(call.region, principal)] as const
  const { rows, ...end } = pageOf(call, input, BOUNDS, call.grants, index)
  return { Grants: rows.map(entry), ...end }
}

const grantOfKey = (call: Call, keyId: string, grantId: string): GrantRecord => {
  const key = resolveKeyOnly(call, keyId)
  const grant = call.grants.get(grantId)
  if (grant === undefined || grant.keyArn !== key.arn) throw noGrant(grantId)
  return grant
}

const grantToRetire = (call: Call, input: Input<'RetireGrant'>): GrantRecord => {
  if (input.GrantToken !== undefined) {
    const grant = call.grants.all('token', tokenDigest(input.GrantToken)).find(({ region }) => region === call.region)
    if (grant === undefined) throw refusal('NotFoundException', 'Grant token does not refer to a grant')
    return grant
  }
  if (input.KeyId === undefined || input.GrantId === undefined)
    throw invalid('Must specify a grant token, or a key ID and a grant ID')
  return grantOfKey(call, input.KeyId, input.GrantId)
}

const retireGrant: Handler<'RetireGrant'> = (call, input) => {
  const grant = grantToRetire(call, input)
  refuseDryRun(input)
  call.grants.delete(grant.grantId)
  return undefined
}

const revokeGrant: Handler<'RevokeGrant'> = (call, input) => {
  const grant = grantOfKey(call, input.KeyId, input.GrantId)
  refuseDryRun(input)
  call.grants.delete(grant.grantId)
  return undefined
}

export const grant = {
  CreateGrant: createGrant,
  ListGrants: listGrants,
  ListRetirableGrants: listRetirableGrants,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
} satisfies Partial<Handlers>
