import type { Tag } from '../aws/types.ts'

/** A null value is an empty one (page of TagResource). */
export const withValues = (tags: readonly { readonly TagKey: string; readonly TagValue?: string }[]): readonly Tag[] =>
  tags.map(({ TagKey, TagValue = '' }) => ({ TagKey, TagValue }))
