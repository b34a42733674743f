import type { Tag } from './types.ts'

/** Adds tags; one whose key is there already gets the new value and keeps its place. */
export const withTags = (tags: readonly Tag[], added: readonly Tag[]): readonly Tag[] => {
  const byKey = new Map(tags.map((tag) => [tag.TagKey, tag]))
  for (const tag of added) byKey.set(tag.TagKey, tag)
  return [...byKey.values()]
}

export const withoutTags = (tags: readonly Tag[], keys: readonly string[]): readonly Tag[] =>
  tags.filter(({ TagKey }) => !keys.includes(TagKey))
