import * as z from 'zod/mini'
import { KmsError } from '../../src/errors.ts'
import { parse } from '../../src/parse.ts'
import { mapped } from './schemas.ts'

/** Checks a provider's configuration; throws `InvalidInput` naming the field, never its value. */
export function parseConfig<S extends z.ZodMiniObject>(provider: string, schema: S, config: unknown): z.output<S> {
  const result = parse(schema, config)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const field = [...(issue?.path ?? []), ...keys].map(String).join('.')
  const details = { code: 'InvalidInput', provider, operation: 'configure', field } as const
  throw new KmsError(`${provider}: ${field === '' ? 'the configuration' : field}: ${problemOf(issue, schema)}`, details)
}

function problemOf(issue: z.core.$ZodIssue | undefined, schema: z.ZodMiniObject): string {
  if (issue?.code === 'unrecognized_keys') return `unknown option; known are ${Object.keys(schema.shape).join(', ')}`
  if (issue?.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  return issue?.message ?? 'is not valid'
}

/** What `fromEnv` throws for something that the environment lacks: which field, and what to set. */
export function notInEnvironment(provider: string, field: string, advice: string): KmsError {
  const details = { code: 'InvalidInput', provider, operation: 'configure', field } as const
  return new KmsError(`${provider}: ${field}: not found in the environment: ${advice}`, details)
}

/** An absolute http or https URL without query; a slash at its end is taken off. */
export const endpointUrl = mapped(
  z.string().check(z.refine(isEndpoint, 'must be an http or https URL without query, fragment or user')),
  (text) => text.replace(/\/+$/, ''),
)

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const plain = url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  return plain && (url.protocol === 'https:' || url.protocol === 'http:')
}
