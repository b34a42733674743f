import { type Call, ok, operation } from '../call.ts'
import { refusal } from '../errors.ts'
import { integer, keyId, list, optional, optionalKeyId, required, text } from '../fields.ts'
import { refusePendingDeletion, resolveKey } from '../guards.ts'
import { placeOf } from '../tables.ts'
import type { AliasRow, KeyRow } from '../types.ts'
import { aliasView, keyPlace } from '../views.ts'

const MAX_PAGE = 50
const aliasName = text('KMS.1101', { pattern: /^alias\/[a-zA-Z0-9:/_-]{1,249}$/ })

const findAlias = (call: Call, alias: string): AliasRow | undefined =>
  call.state.aliases.get(placeOf(call.region, alias))

const requireRoom = (call: Call, key: KeyRow): void => {
  if (call.state.aliases.count('key', keyPlace(key)) >= call.limits.aliasesPerKey) throw refusal('KMS.1105')
}

const save = (call: Call, alias: AliasRow): void => call.state.aliases.put(placeOf(alias.region, alias.alias), alias)

const createAlias = operation({ key_id: keyId, alias: required(aliasName) }, (call, input) => {
  const key = resolveKey(call, input.key_id)
  refusePendingDeletion(key)
  if (findAlias(call, input.alias) !== undefined) throw refusal('KMS.1104')
  requireRoom(call, key)
  const { region, projectId, nowMs } = call
  const alias = {
    alias: input.alias,
    region,
    projectId,
    keyId: key.keyId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
  save(call, alias)
  return { status: 201, body: aliasView(alias) }
})

/** The aliases must all be the key's; otherwise none is deleted. */
const deleteAliases = operation({ key_id: keyId, aliases: required(list('KMS.0308', aliasName)) }, (call, input) => {
  const key = resolveKey(call, input.key_id)
  refusePendingDeletion(key)
  if (input.aliases.some((alias) => findAlias(call, alias)?.keyId !== key.keyId)) throw refusal('KMS.0207')
  for (const alias of input.aliases) call.state.aliases.delete(placeOf(call.region, alias))
  return { status: 204 }
})

const listAliases = operation(
  {
    key_id: optionalKeyId,
    limit: optional(integer('KMS.1601', { min: 1, max: MAX_PAGE })),
    marker: optional(text('KMS.1602', { pattern: /^\d*$/ })),
  },
  (call, { key_id: id, limit = MAX_PAGE, marker = '' }) => {
    const index = id === undefined ? 'project' : 'key'
    const place = id === undefined ? call.projectId : keyPlace(resolveKey(call, id))
    const offset = Number(marker)
    const { entries, more } = call.state.aliases.page({ index: [index, place], offset, limit })
    return ok({
      aliases: entries.map(({ row }) => aliasView(row)),
      page_info: { next_marker: more ? String(offset + entries.length) : '', current_count: entries.length },
    })
  },
)

const associateAlias = operation({ alias: required(aliasName), target_key_id: keyId }, (call, input) => {
  const key = resolveKey(call, input.target_key_id)
  const alias = findAlias(call, input.alias)
  if (alias === undefined || alias.projectId !== call.projectId) throw refusal('KMS.0207')
  refusePendingDeletion(key)
  if (alias.keyId !== key.keyId) requireRoom(call, key)
  const moved = { ...alias, keyId: key.keyId, updatedAtMs: call.nowMs }
  save(call, moved)
  return ok(aliasView(moved))
})

export const aliases = {
  'create-alias': createAlias,
  'delete-aliases': deleteAliases,
  'list-aliases': listAliases,
  'associate-alias': associateAlias,
}
