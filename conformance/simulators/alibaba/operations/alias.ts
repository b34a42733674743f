import { arnOf, type Call, type Handlers, NOTHING } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireAlias, requireEditable, requireKey, requireRoom, requireStateAmong } from '../guards.ts'
import { offsetOf, pageOf } from '../paging.ts'
import { placeOf } from '../tables.ts'
import type { AliasRecord } from '../types.ts'

type AliasAction = 'CreateAlias' | 'UpdateAlias' | 'DeleteAlias' | 'ListAliases' | 'ListAliasesByKeyId'

const saveAlias = (call: Call, name: string, keyId: string): void =>
  call.aliases.put(placeOf(call.region, name), { name, region: call.region, keyId })

const shown =
  (call: Call) =>
  ({ name, keyId }: AliasRecord) => ({ AliasName: name, AliasArn: arnOf(call, name), KeyId: keyId })

export const alias: Handlers<AliasAction> = {
  CreateAlias: (call, input) => {
    const key = requireKey(call, input.KeyId)
    requireStateAmong(key, 'Enabled', 'Disabled', 'PendingImport', 'Unavailable')
    requireRoom(call.aliases.count('region', call.region) + 1, call.limits.aliases)
    if (call.aliases.get(placeOf(call.region, input.AliasName)) !== undefined) throw refusal('AliasAlreadyExists')
    saveAlias(call, input.AliasName, key.keyId)
    return NOTHING
  },

  /** Looks at the new target alone: the key the alias leaves may be in any state. */
  UpdateAlias: (call, input) => {
    requireAlias(call, input.AliasName)
    const target = requireKey(call, input.KeyId)
    requireEditable(target)
    saveAlias(call, input.AliasName, target.keyId)
    return NOTHING
  },

  DeleteAlias: (call, input) => {
    requireAlias(call, input.AliasName)
    call.aliases.delete(placeOf(call.region, input.AliasName))
    return NOTHING
  },

  ListAliases: (call, input) => {
    const { offset, ...paging } = offsetOf(input, call.aliases.count('region', call.region))
    const { entries } = call.aliases.page({ offset, limit: paging.PageSize, index: ['region', call.region] })
    return { ...paging, Aliases: { Alias: entries.map(({ row }) => row).map(shown(call)) } }
  },

  ListAliasesByKeyId: (call, input) => {
    const key = requireKey(call, input.KeyId)
    const { rows, ...paging } = pageOf(input, call.aliases.all('key', placeOf(call.region, key.keyId)))
    return { ...paging, Aliases: { Alias: rows.map(shown(call)) } }
  },
}
