import type { OperationName } from './operations/index.ts'

/** A documented bound of a cloud, checked before anything is sent. */
export interface Limit {
  /** The least that is allowed, in the unit of the limit's name. */
  readonly min: number
  /** The most that is allowed, in the same unit. */
  readonly max: number
  /** What polykms sends, or the cloud takes, when the caller says nothing. */
  readonly default?: number
  /** The public page or repository that says so. */
  readonly source: string
  /** Present when no page states the number: polykms concluded it. */
  readonly evidence?: 'inferred'
}

/** Names of the bounds that the operation table refers to; the unit is in the name. */
export const LIMIT_NAMES = [
  'pendingDays',
  'rotationPeriodDays',
  'plaintextBytes',
  'ciphertextBytes',
  'messageBytes',
  'dataKeyBytes',
  'randomBytes',
  'pageItems',
  'tagPageItems',
  'aliasPageItems',
  'grantPageItems',
  'descriptionCharacters',
  'nameCharacters',
  'aliasCharacters',
  'policyCharacters',
  'tagsPerCall',
] as const
/** One of {@link LIMIT_NAMES}. */
export type LimitName = (typeof LIMIT_NAMES)[number]

/** A provider's bounds; an absent one is not checked. */
export type Limits = { readonly [N in LimitName]?: Limit }

/** The size that a limit speaks of: a number itself, bytes, characters, items or entries; `undefined` if it has none. */
export function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value instanceof Uint8Array) return value.byteLength
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined
}

/** How many requests a cloud takes in a time from one account (or user) in one region; above that it throttles. */
export interface Quota {
  /** Names the group in keys of a shared limiter. */
  readonly name: string
  /** The operations whose requests share it. */
  readonly operations: readonly OperationName[]
  /** How many, within `perSeconds`. */
  readonly requests: number
  /** The length of the time, in seconds. */
  readonly perSeconds: number
  /** The public page or repository that says so. */
  readonly source: string
  /** Present when no page states the number: polykms concluded it. */
  readonly evidence?: 'inferred'
}
