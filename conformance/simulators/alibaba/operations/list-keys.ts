import type { Call, Handlers } from '../call.ts'
import { offsetOf, pageOf } from '../paging.ts'
import { placeOf } from '../tables.ts'
import type { KeyRecord } from '../types.ts'
import type { Filter } from '../values.ts'

/** What a filter's values are compared with; a key without such a property matches none. */
const valuesOf = (call: Call, key: KeyRecord, property: string): readonly (string | undefined)[] => {
  switch (property) {
    case 'KeyState':
      return [key.state]
    case 'KeySpec':
      return [key.spec]
    case 'KeyUsage':
      return [key.usage]
    case 'ProtectionLevel':
      return [key.protectionLevel]
    case 'CreatorType':
      return [key.creatorType]
    case 'Creator':
      return [key.creator]
    case 'KeyId':
      return [key.keyId]
    case 'DKMSInstanceId':
      return [key.instanceId]
    case 'AliasName':
      return call.aliases.all('key', placeOf(key.region, key.keyId)).map(({ name }) => name)
    case 'TagKey':
      return key.tags.map(({ TagKey }) => TagKey)
    default:
      return key.tags.map(({ TagValue }) => TagValue)
  }
}

/** Entries of one key are OR-ed together, different keys AND-ed; an entry without values says nothing. */
const wantedValues = (filters: readonly Filter[]): ReadonlyMap<string, readonly string[]> => {
  const wanted = new Map<string, readonly string[]>()
  for (const { Key, Values } of filters) if (Values.length > 0) wanted.set(Key, [...(wanted.get(Key) ?? []), ...Values])
  return wanted
}

const keysOf = (call: Call, filters: readonly Filter[]): readonly KeyRecord[] => {
  const wanted = [...wantedValues(filters)]
  const matches = (key: KeyRecord) =>
    wanted.every(([property, values]) =>
      valuesOf(call, key, property).some((value) => value !== undefined && values.includes(value)),
    )
  return call.keys.all('region', call.region).filter(matches)
}

const shown = ({ keyId, arn }: KeyRecord) => ({ KeyId: keyId, KeyArn: arn })

export const listKeys: Handlers<'ListKeys'> = {
  ListKeys: (call, input) => {
    if (input.Filters !== undefined) {
      const { rows, ...paging } = pageOf(input, keysOf(call, input.Filters))
      return { ...paging, Keys: { Key: rows.map(shown) } }
    }
    const { offset, ...paging } = offsetOf(input, call.keys.count('region', call.region))
    const { entries } = call.keys.page({ offset, limit: paging.PageSize, index: ['region', call.region] })
    return { ...paging, Keys: { Key: entries.map(({ row }) => shown(row)) } }
  },
}
