import { en } from 'zod/locales'
import * as z from 'zod/mini'

const english = en().localeError

/**
 * What a value is by a schema, or what is wrong with it: in zod's English, whatever the application has set for its own
 * schemas. That setting is one for the whole process, so it is given here with each value instead.
 */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown) {
  return z.safeParse(schema, value, { error: english })
}
