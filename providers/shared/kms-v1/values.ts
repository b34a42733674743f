import * as z from 'zod/mini'
import { fromBase64, fromHex } from '../../../src/bytes.ts'
import { once } from '../once.ts'
import { mapped, readable, someText } from '../schemas.ts'

/*
 * What the two clouds put on the wire differs from page to page: numbers as texts, booleans as texts, seconds where a
 * sample shows milliseconds, one object where a table says a list. These schemas accept every documented form.
 */

/** A number, or a text of digits. */
export const numeric = z.union([z.number(), mapped(z.string().check(z.regex(/^\d+$/)), Number)])

/** `true` or `"true"`. */
export const flag = z.union([z.boolean(), mapped(z.enum(['true', 'false']), (text) => text === 'true')])

/** A word that may also come as a number: `key_state`, `default_key_flag`. */
export const word = z.union([z.string(), mapped(z.number(), String)])

/** Absent, `null` and `""` all mean that the cloud says nothing. */
export function maybe<S extends z.ZodMiniType>(schema: S) {
  const said = z.transform((value): unknown => (value === '' || value === null ? undefined : value))
  return z.optional(z.pipe(said, z.optional(schema)))
}

// The year 5138 in seconds, the year 1973 in milliseconds.
const SECONDS_END = 1e11

/** A time since the epoch. Pages say seconds where every sample shows milliseconds, so the size decides. */
export const time = mapped(numeric, (value) => new Date(value < SECONDS_END ? value * 1000 : value))

/** The object itself, or a list of one: Open Telekom Cloud's tables say list where its examples show the object. */
export function oneOf<S extends z.ZodMiniType>(schema: S) {
  // The object first: it is what comes, and a failed branch costs more than the rest of the reading.
  return z.union([schema, mapped(z.tuple([schema]), ([only]) => only)])
}

export const hexBytes = readable(z.string(), fromHex, 'must be hexadecimal')
export const base64Bytes = readable(z.string(), fromBase64, 'must be base64')

/** The one field that nearly every reply has. */
export const keyIdReply = z.object({ key_id: someText })

const anyObject = once(() => z.object({}))

/** An answer that says nothing beyond success: `{}`, or 204 without a body. */
export function noOutput(reply: unknown): Record<string, never> {
  anyObject().parse(reply)
  return {}
}
