import * as z from 'zod'
import { fromBase64 } from '../../../src/bytes.ts'

// Schemas of reply members. A schema's message must never quote the value: it may be plaintext.

export const text = z.string()

/** An optional member. AWS leaves it out; emulators send null. */
export function optional<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined)
}

/**
 * The items of a list. Local KMS, as Go does, writes an empty list as null, which official SDKs read as none: null
 * members are dropped.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function items<S extends z.ZodType>(schema: S) {
  return z
    .array(schema)
    .nullable()
    .transform((value) => value ?? [])
}

/** Standard base64 with padding. */
export const blob = z.string().transform((value, context) => {
  const bytes = fromBase64(value)
  if (bytes !== undefined) return bytes
  context.addIssue({ code: 'custom', message: 'is not base64', input: undefined })
  return z.NEVER
})

/** Seconds since the epoch, fractions allowed; Q-KMS also writes ISO 8601 texts. */
export const timestamp = z.union([z.number(), z.string()]).transform((value, context) => {
  const date = new Date(typeof value === 'number' ? value * 1000 : value)
  if (!Number.isNaN(date.getTime())) return date
  context.addIssue({ code: 'custom', message: 'is not a time', input: undefined })
  return z.NEVER
})

/** A reply without members: an empty body, `{}` or, from emulators, `null`. */
export const nothing = z.unknown()

const page = { NextMarker: optional(z.string().min(1)), Truncated: optional(z.boolean()) }

/** A list's reply: one member with the items, and where the next page begins. */
export function pageOf<M extends z.ZodRawShape>(members: M) {
  return z.object({ ...members, ...page })
}

/** `NextMarker` counts while `Truncated`, which some emulators leave out. */
export function cursorOf(reply: {
  readonly NextMarker?: string | undefined
  readonly Truncated?: boolean | undefined
}): string | undefined {
  return reply.Truncated === false ? undefined : reply.NextMarker
}
