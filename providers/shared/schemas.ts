import * as z from 'zod/mini'

/** At least one character. */
export const someText = z.string().check(z.minLength(1))

/** What `change` makes of a value that fits the schema. */
export function mapped<S extends z.ZodMiniType, O>(schema: S, change: (value: z.output<S>) => O) {
  return z.pipe(schema, z.transform(change))
}

/**
 * What `read` makes of a value that fits the schema; nothing is an issue.
 *
 * @param message - Must never quote the value: it may be plaintext.
 */
export function readable<S extends z.ZodMiniType, O>(
  schema: S,
  read: (value: z.output<S>) => O | undefined,
  message: string,
) {
  return z.pipe(
    schema,
    z.transform((value: z.output<S>, context) => {
      const made = read(value)
      if (made !== undefined) return made
      context.issues.push({ code: 'custom', message, input: undefined })
      return z.NEVER
    }),
  )
}
