import { type Call, type Handler, type Handlers, saveKey } from '../call.ts'
import { requireState, resolveKeyOnly } from '../guards.ts'
import { pageOfList } from '../paging.ts'
import { mergeTags } from '../tags.ts'
import type { KeyRecord } from '../types.ts'

const taggable = (call: Call, identifier: string): KeyRecord => {
  const key = resolveKeyOnly(call, identifier)
  requireState(key, 'Creating', 'Disabled', 'PendingImport', 'Unavailable', 'Updating')
  return key
}

const tagResource: Handler<'TagResource'> = (call, input) => {
  const key = taggable(call, input.KeyId)
  saveKey(call, { ...key, tags: mergeTags(key.tags, input.Tags, call.limits) })
  return undefined
}

const untagResource: Handler<'UntagResource'> = (call, input) => {
  const key = taggable(call, input.KeyId)
  saveKey(call, { ...key, tags: key.tags.filter(({ TagKey }) => !input.TagKeys.includes(TagKey)) })
  return undefined
}

const listResourceTags: Handler<'ListResourceTags'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  const { rows, ...end } = pageOfList(call, input, { usual: 50, most: 50 }, key.tags, key.keyId)
  return { Tags: rows, ...end }
}

export const tag = {
  TagResource: tagResource,
  UntagResource: untagResource,
  ListResourceTags: listResourceTags,
} satisfies Partial<Handlers>
