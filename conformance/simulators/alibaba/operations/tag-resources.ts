import { type Call, type Handlers, NOTHING, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import type { WantedTag } from '../fields.ts'
import { requireEditable, requireRoom } from '../guards.ts'
import { placeOf } from '../tables.ts'
import { withoutTags, withTags } from '../tags.ts'
import type { KeyRecord } from '../types.ts'
import { missingParameter } from '../validate.ts'

const PAGE_ROWS = 200

type TagResourcesAction = 'TagResources' | 'UntagResources' | 'ListTagResources'

interface Scope {
  readonly RegionId: string
  readonly ResourceType: 'key' | 'secret'
}

/** The keys of those ids in the endpoint's own region; secrets are not simulated, so none is ever found. */
const keysNamed = (call: Call, { RegionId, ResourceType }: Scope, ids: readonly string[]): readonly KeyRecord[] =>
  ids.map((id) => {
    const here = ResourceType === 'key' && RegionId === call.region
    const key = here ? call.keys.get(placeOf(call.region, id)) : undefined
    if (key === undefined) throw refusal('InvalidResourceId.NotFound')
    return key
  })

const carries = ({ tags }: KeyRecord, wanted: readonly WantedTag[]): boolean =>
  wanted.every(({ TagKey, TagValue }) =>
    tags.some((tag) => tag.TagKey === TagKey && (TagValue === undefined || tag.TagValue === TagValue)),
  )

const rowsOf = ({ keyId, tags }: KeyRecord) => tags.map((tag) => ({ ResourceType: 'key', ResourceId: keyId, ...tag }))

/** NextToken is the number of rows that were given out, kept opaque. */
const tokenOf = (offset: number): string => Buffer.from(String(offset)).toString('hex')

const offsetOf = (token: string | undefined): number => {
  if (token === undefined) return 0
  const text = Buffer.from(token, 'hex').toString('latin1')
  if (!/^\d{1,9}$/.test(text)) throw refusal('InvalidParameter')
  return Number(text)
}

export const tagResources: Handlers<TagResourcesAction> = {
  /** All resources or none. */
  TagResources: (call, input) => {
    const added = input.Tag.map(({ TagKey, TagValue = '' }) => ({ TagKey, TagValue }))
    const keys = keysNamed(call, input, input.ResourceId)
    for (const key of keys) requireEditable(key)
    const tagged = keys.map((key) => ({ ...key, tags: withTags(key.tags, added) }))
    for (const { tags } of tagged) requireRoom(tags.length, call.limits.tagsPerKey)
    for (const key of tagged) saveKey(call, key)
    return NOTHING
  },

  /** `All` counts only where no tag key is named. */
  UntagResources: (call, input) => {
    const keys = keysNamed(call, input, input.ResourceId)
    for (const key of keys) requireEditable(key)
    const kept = ({ tags }: KeyRecord) => {
      if (input.TagKey !== undefined) return withoutTags(tags, input.TagKey)
      return input.All === true ? [] : tags
    }
    for (const key of keys) saveKey(call, { ...key, tags: kept(key) })
    return NOTHING
  },

  ListTagResources: (call, input) => {
    const { ResourceId: ids, Tag: wanted = [] } = input
    if (ids === undefined && wanted.length === 0) throw missingParameter('ResourceId.1')
    const offset = offsetOf(input.NextToken)
    const here = input.ResourceType === 'key' && input.RegionId === call.region
    const keys = ids === undefined ? (here ? call.keys.all('region', call.region) : []) : keysNamed(call, input, ids)
    const rows = keys.filter((key) => carries(key, wanted)).flatMap(rowsOf)
    const end = offset + PAGE_ROWS
    return {
      ...(end < rows.length && { NextToken: tokenOf(end) }),
      TagResources: { TagResource: rows.slice(offset, end) },
    }
  },
}
