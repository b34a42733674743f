import * as z from 'zod/mini'
import { fromBase64 } from '../../src/bytes.ts'
import { mapped, readable } from '../shared/schemas.ts'

/** A number, also one that arrives as text. */
export const count = z.union([z.int(), mapped(z.string().check(z.regex(/^\d+$/)), Number)])

/** A boolean, also one that arrives as text. */
export const flag = z.union([
  z.boolean(),
  mapped(z.string().check(z.regex(/^(true|false)$/i)), (text) => text.toLowerCase() === 'true'),
])

/** A text that is absent when it has no value; samples show `""`, null and nothing at all. */
export const optionalText = mapped(z.nullish(z.string()), (text) => text || undefined)

/** A UTC time. */
export const someDate = readable(
  z.string(),
  (text) => {
    const date = new Date(text)
    return Number.isNaN(date.getTime()) ? undefined : date
  },
  'is not a time',
)

/** A UTC time that is absent when it has no value. */
export const optionalDate = z.pipe(optionalText, z.optional(someDate))

/** Bytes as standard base64. */
export const base64 = readable(z.string(), fromBase64, 'is not base64')

/** Lists come doubly nested, `{"Keys":{"Key":[…]}}`; this reads the outer value, given the inner name. */
export function nested<T extends z.ZodMiniType>(inner: string, item: T) {
  const list = z.array(item)
  return z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((outer, context): z.output<T>[] => {
      const result = list.safeParse(outer[inner] ?? [])
      if (result.success) return result.data
      for (const { path } of result.error.issues) {
        const message = 'is not of the documented shape'
        context.issues.push({ code: 'custom', message, path: [inner, ...path], input: undefined })
      }
      return z.NEVER
    }),
  )
}
