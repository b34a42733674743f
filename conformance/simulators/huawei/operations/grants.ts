import { type Call, ok, operation } from '../call.ts'
import { refusal } from '../errors.ts'
import { keyId, list, NAME, oneOf, optional, required, text } from '../fields.ts'
import { requireUsable, resolveCustomerKey, resolveKey } from '../guards.ts'
import type { GrantRow, KeyRow } from '../types.ts'
import { grantView, keyPlace } from '../views.ts'
import { pageFields, pageOf } from './listing.ts'

const MAX_PAGE = 1_000
const principal = text('KMS.2402', { pattern: /^[a-zA-Z0-9]{1,64}$/ })
const grantId = required(text('KMS.2501', { pattern: /^[A-Fa-f0-9]{64}$/ }))

const createGrant = operation(
  ({ profile }) => ({
    key_id: keyId,
    grantee_principal: required(principal),
    operations: required(list('KMS.0308', oneOf('KMS.0308', profile.grantOperations))),
    name: optional(text('KMS.0308', { pattern: NAME })),
    retiring_principal: optional(principal),
    grantee_principal_type: optional(oneOf('KMS.0308', ['user', 'domain'])),
  }),
  (call, input) => {
    const operations = [...new Set(input.operations)]
    if (operations.length === 0) throw refusal('KMS.0308')
    if (operations.length === 1 && operations[0] === 'create-grant') throw refusal('KMS.2401')
    const key = resolveCustomerKey(call, input.key_id)
    requireUsable(call, key)
    const { state, random, nowMs, projectId, limits, userId } = call
    if (state.grants.count('key', keyPlace(key)) >= limits.grantsPerKey) throw refusal('KMS.2404')
    const id = random.hex(32)
    state.grants.put(id, {
      grantId: id,
      projectId,
      keyId: key.keyId,
      grantee: input.grantee_principal,
      granteeType: input.grantee_principal_type ?? 'user',
      operations,
      issuer: userId,
      createdAtMs: nowMs,
      ...(input.name !== undefined && { name: input.name }),
      ...(input.retiring_principal !== undefined && { retiring: input.retiring_principal }),
    })
    return ok({ grant_id: id })
  },
)

const grantOf = (call: Call, key: KeyRow, id: string): GrantRow => {
  const grant = call.state.grants.get(id.toLowerCase())
  if (grant === undefined || grant.projectId !== call.projectId) throw refusal('KMS.2501')
  if (grant.keyId !== key.keyId) throw refusal('KMS.2502')
  return grant
}

/** For the creator of the key. */
const revokeGrant = operation({ key_id: keyId, grant_id: grantId }, (call, input) => {
  const key = resolveKey(call, input.key_id)
  const grant = grantOf(call, key, input.grant_id)
  if (key.createdBy !== undefined && key.createdBy !== call.userId) throw refusal('KMS.0306')
  call.state.grants.delete(grant.grantId)
  return ok()
})

/** For who granted, who may retire, and a grantee that was given retire-grant. */
const retireGrant = operation({ key_id: keyId, grant_id: grantId }, (call, input) => {
  const grant = grantOf(call, resolveKey(call, input.key_id), input.grant_id)
  const granteeMay = grant.grantee === call.userId && grant.operations.includes('retire-grant')
  if (grant.issuer !== call.userId && grant.retiring !== call.userId && !granteeMay) throw refusal('KMS.0306')
  call.state.grants.delete(grant.grantId)
  return ok()
})

interface PageInput {
  readonly limit: number | undefined
  readonly marker: number | undefined
}

const grantPage = ({ state }: Call, index: readonly [string, string], { limit, marker }: PageInput) => {
  const offset = marker ?? 0
  const { entries } = state.grants.page({ index, offset, limit: Math.min(limit ?? MAX_PAGE, MAX_PAGE) })
  const grants = entries.map(({ row }) => grantView(row))
  return ok({ grants, ...pageOf(state.grants.count(...index), offset, grants.length) })
}

const listGrants = operation({ key_id: keyId, ...pageFields }, (call, input) =>
  grantPage(call, ['key', keyPlace(resolveKey(call, input.key_id))], input),
)

/** Of the caller, whatever the key. */
const listRetirableGrants = operation(pageFields, (call, input) =>
  grantPage(call, ['retiring', `${call.projectId}/${call.userId}`], input),
)

export const grants = {
  'create-grant': createGrant,
  'revoke-grant': revokeGrant,
  'retire-grant': retireGrant,
  'list-grants': listGrants,
  'list-retirable-grants': listRetirableGrants,
}
