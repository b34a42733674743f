import { isJsonObject, type Json } from '../../shared/json.ts'
import { type Call, type Output, ok, operation, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { integer, keyId, list, object, oneOf, optional, required, text } from '../fields.ts'
import { resolveCustomerKey, resolveKey } from '../guards.ts'
import { listingOf } from '../tables.ts'
import type { KeyRow, Tag } from '../types.ts'
import { resourceView, tagsView } from '../views.ts'

/** Most tags of one batch, keys of one query, and values of one of them. */
const MOST = 20

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pages forbid exactly these characters
const FORBIDDEN = /[\u0000-\u001f*<>\\=]/

const written = ({ quirks }: Call): Output => (quirks.tagWritesAnswerObject ? ok() : { status: 204 })

export const readTag = (value: Json): Tag => {
  if (!isJsonObject(value)) throw refusal('KMS.0414')
  const { key, value: tagValue = '' } = value
  if (typeof key !== 'string' || FORBIDDEN.test(key)) throw refusal('KMS.0406')
  if (typeof tagValue !== 'string' || FORBIDDEN.test(tagValue)) throw refusal('KMS.0405')
  return { key, value: tagValue }
}

const requireLengths = ({ limits }: Call, tags: readonly Tag[]): void => {
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > limits.tagKeyCharacters) throw refusal('KMS.0411')
    if (value.length > limits.tagValueCharacters) throw refusal('KMS.0410')
  }
}

/** A tag that is there gets the new value. */
const putTags = (call: Call, key: KeyRow, tags: readonly Tag[]): void => {
  const merged = new Map([...key.tags, ...tags].map((tag) => [tag.key, tag]))
  if (merged.size > call.limits.tagsPerKey) throw refusal('KMS.0409')
  saveKey(call.state, { ...key, tags: [...merged.values()] })
}

const addTag = operation({ key_id: keyId, tag: required(readTag) }, (call, input) => {
  requireLengths(call, [input.tag])
  putTags(call, resolveCustomerKey(call, input.key_id), [input.tag])
  return written(call)
})

const batchTags = operation(
  {
    key_id: keyId,
    action: required(oneOf('KMS.0404', ['create', 'delete'])),
    tags: required(list('KMS.0414', readTag)),
  },
  (call, input) => {
    if (input.tags.length === 0) throw refusal('KMS.0401')
    if (input.tags.length > MOST) throw refusal('KMS.0407')
    requireLengths(call, input.tags)
    const key = resolveCustomerKey(call, input.key_id)
    if (input.action === 'create') putTags(call, key, input.tags)
    else {
      const gone = new Set(input.tags.map((tag) => tag.key))
      saveKey(call.state, { ...key, tags: key.tags.filter((tag) => !gone.has(tag.key)) })
    }
    return written(call)
  },
)

const deleteTag = operation({ key_id: keyId, key: required(text('KMS.0406')) }, (call, input) => {
  const key = resolveCustomerKey(call, input.key_id)
  if (!key.tags.some((tag) => tag.key === input.key)) throw refusal('KMS.0416')
  saveKey(call.state, { ...key, tags: key.tags.filter((tag) => tag.key !== input.key) })
  return written(call)
})

const listTags = operation({ key_id: keyId }, (call, input) => {
  const { tags } = resolveKey(call, input.key_id)
  return ok({ tags: tagsView(tags), existTagsNum: tags.length })
})

const listProjectTags = operation({}, ({ state, projectId }) => {
  const values = new Map<string, Set<string>>()
  for (const { tags } of state.keys.all('listing', listingOf(projectId)))
    for (const { key, value } of tags) values.set(key, (values.get(key) ?? new Set()).add(value))
  return ok({ tags: [...values].map(([key, found]) => ({ key, values: [...found] })) })
})

interface TagQuery {
  readonly key: string
  readonly values: readonly string[]
}

const readTagQuery = (value: Json): TagQuery => {
  const { key, values = [] } = object('KMS.0414')(value)
  if (typeof key !== 'string') throw refusal('KMS.0406')
  const read = list('KMS.0405', text('KMS.0405'))(values)
  if (read.length > MOST) throw refusal('KMS.0413')
  return { key, values: read }
}

const readMatch = (value: Json): string => {
  const { key, value: wanted } = object('KMS.0415')(value)
  if (key !== 'resource_name') throw refusal('KMS.0403')
  return text('KMS.0402', { max: 255 })(wanted ?? null)
}

/** Every tag key must be there, with one of its values if any are given. */
const hasTags = (key: KeyRow, queries: readonly TagQuery[]): boolean =>
  queries.every((query) =>
    key.tags.some((tag) => tag.key === query.key && (query.values.length === 0 || query.values.includes(tag.value))),
  )

const listKeysByTag = operation(
  {
    action: required(oneOf('KMS.0404', ['filter', 'count'])),
    limit: optional(integer('KMS.1601', { min: 1, max: 1_000 })),
    offset: optional(integer('KMS.0417')),
    tags: optional(list('KMS.0414', readTagQuery)),
    matches: optional(list('KMS.0415', readMatch)),
  },
  (call, input) => {
    const { tags = [], matches = [], offset = 0, limit = 10 } = input
    if (tags.length > MOST) throw refusal('KMS.0407')
    if (input.action === 'count' && input.offset !== undefined) throw refusal('KMS.0418')
    const found = call.state.keys
      .all('listing', listingOf(call.projectId))
      .filter((key) => hasTags(key, tags) && matches.every((name) => key.name === name))
    if (input.action === 'count') return ok({ total_count: found.length })
    const resources = found.slice(offset, offset + limit).map((key) => resourceView(call, key))
    return ok({ resources, total_count: found.length })
  },
)

export const tags = {
  'add-tag': addTag,
  'batch-tags': batchTags,
  'delete-tag': deleteTag,
  'list-tags': listTags,
  'list-project-tags': listProjectTags,
  'list-keys-by-tag': listKeysByTag,
}
