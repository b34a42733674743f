import * as z from 'zod'
import { fromBase64 } from '../../src/bytes.ts'

/** A number, also one that arrives as text. */
export const count = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)])

/** A boolean, also one that arrives as text. */
export const flag = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false)$/i)
    .transform((text) => text.toLowerCase() === 'true'),
])

/** A text that is absent when it has no value; samples show `""`, null and nothing at all. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined)

/** A UTC time that is absent when it has no value. */
export const optionalDate = optionalText.transform((text, context) => {
  if (text === undefined) return undefined
  const date = new Date(text)
  if (!Number.isNaN(date.getTime())) return date
  context.addIssue({ code: 'custom', message: 'is not a time' })
  return z.NEVER
})

/** A UTC time. */
export const someDate = optionalDate.transform((date, context) => {
  if (date !== undefined) return date
  context.addIssue({ code: 'custom', message: 'is missing' })
  return z.NEVER
})

/** Bytes as standard base64. */
export const base64 = z.string().transform((text, context) => {
  const bytes = fromBase64(text)
  if (bytes !== undefined) return bytes
  context.addIssue({ code: 'custom', message: 'is not base64' })
  return z.NEVER
})

/** Lists come doubly nested, `{"Keys":{"Key":[…]}}`; this reads the outer value, given the inner name. */
export function nested<T extends z.ZodType>(inner: string, item: T) {
  const list = z.array(item)
  return z.record(z.string(), z.unknown()).transform((outer, context): z.output<T>[] => {
    const result = list.safeParse(outer[inner] ?? [])
    if (result.success) return result.data
    for (const { path } of result.error.issues) {
      context.addIssue({ code: 'custom', message: 'is not of the documented shape', path: [inner, ...path] })
    }
    return z.NEVER
  })
}
