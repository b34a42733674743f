import { refusal } from './errors.ts'
import type { Limits, Tag } from './types.ts'

/** Adds tags to those a key has, overwriting values; texts as recorded (localstack/localstack test_kms.snapshot.json). */
export const mergeTags = (present: readonly Tag[], added: readonly Tag[], limits: Limits): readonly Tag[] => {
  if (added.some(({ TagKey }) => TagKey.toLowerCase().startsWith('aws:')))
    throw refusal('TagException', 'Tags beginning with aws: are reserved')
  if (new Set(added.map(({ TagKey }) => TagKey)).size < added.length)
    throw refusal('TagException', 'Duplicate tag keys')
  const merged = new Map([...present, ...added].map((tag) => [tag.TagKey, tag] as const))
  if (merged.size > limits.tagsPerKey) throw refusal('TagException', 'Too many tags')
  return [...merged.values()]
}
