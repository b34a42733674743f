import * as z from 'zod/mini'
import { fromBase64 } from '../../../src/bytes.ts'
import { mapped, readable, someText } from '../schemas.ts'

// Schemas of reply members. A schema's message must never quote the value: it may be plaintext.

export const text = z.string()

/** An optional member. AWS leaves it out; emulators send null. */
export function optional<S extends z.ZodMiniType>(schema: S) {
  return mapped(z.nullish(schema), (value) => value ?? undefined)
}

/**
 * The items of a list. Local KMS, as Go does, writes an empty list as null, which official SDKs read as none: null
 * members are dropped.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function items<S extends z.ZodMiniType>(schema: S) {
  return mapped(z.nullable(z.array(schema)), (value) => value ?? [])
}

/** Standard base64 with padding. */
export const blob = readable(text, fromBase64, 'is not base64')

/** Seconds since the epoch, fractions allowed; Q-KMS also writes ISO 8601 texts. */
export const timestamp = readable(
  z.union([z.number(), text]),
  (value) => {
    const date = new Date(typeof value === 'number' ? value * 1000 : value)
    return Number.isNaN(date.getTime()) ? undefined : date
  },
  'is not a time',
)

/** A reply without members: an empty body, `{}` or, from emulators, `null`. */
export const nothing = z.unknown()

const page = { NextMarker: optional(someText), Truncated: optional(z.boolean()) }

/** A list's reply: one member with the items, and where the next page begins. */
export function pageOf<M extends z.core.$ZodShape>(members: M) {
  return z.object({ ...members, ...page })
}

/** `NextMarker` counts while `Truncated`, which some emulators leave out. */
export function cursorOf(reply: {
  readonly NextMarker?: string | undefined
  readonly Truncated?: boolean | undefined
}): string | undefined {
  return reply.Truncated === false ? undefined : reply.NextMarker
}
