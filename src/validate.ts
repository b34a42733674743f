import type * as z from 'zod/mini'
import { KmsFailure } from './errors.ts'
import { type Limits, sizeOf } from './limits.ts'
import { type Input, type OperationName, operations } from './operations/index.ts'
import { parse } from './parse.ts'

/** Checks an input against the operation table; the message names the field, the problem and what is allowed. */
export function validate<K extends OperationName>(name: K, input: unknown): Input<K> {
  const schema = operations[name].input
  const result = parse(schema, input)
  if (result.success) {
    const lost = lossIn(input, [])
    // The boundary between table and types: the schema of operation K yields, by definition, an Input<K>.
    if (lost === undefined) return result.data as Input<K>
    const field = lost.path.length === 0 ? undefined : lost.path.join('.')
    throw new KmsFailure({ code: 'InvalidInput', field }, `${field ?? 'the input'}: ${lost.problem}`)
  }
  const issue = result.error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const field = [...issue.path, issue.keys[0]].map(String).join('.')
    const known = Object.keys(schema.shape).join(', ')
    throw new KmsFailure({ code: 'InvalidInput', field }, `unknown field "${field}"; ${name} takes ${known}`)
  }
  if (issue === undefined || issue.path.length === 0) {
    throw new KmsFailure(
      { code: 'InvalidInput' },
      `the input must be an object with the fields of ${name}: ${Object.keys(schema.shape).join(', ')}`,
    )
  }
  const field = issue.path.map(String).join('.')
  throw new KmsFailure({ code: 'InvalidInput', field }, `${field}: ${problemOf(issue, name, input)}`)
}

function problemOf(issue: z.core.$ZodIssue, name: OperationName, input: unknown): string {
  if (issue.code === 'invalid_value') {
    const isMissing = issue.path.reduce(memberOf, input) === undefined
    return `${isMissing ? `is missing; ${name} needs one` : 'must be one'} of ${issue.values.map(String).join(', ')}`
  }
  return issue.message.endsWith('received undefined') ? `is missing; ${name} needs it` : issue.message
}

function memberOf(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

interface Loss {
  readonly path: readonly string[]
  readonly problem: string
}

/** Half a surrogate pair, which UTF-8 cannot write. */
const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * What would not arrive as it was given, though schemas let it pass: `__proto__` and all that a Map holds are left out
 * without a word, half a character would be sent as another one.
 */
function lossIn(value: unknown, path: readonly string[]): Loss | undefined {
  if (typeof value === 'string' && LONE_SURROGATE.test(value))
    return { path, problem: 'is not well-formed Unicode: it has half a surrogate pair' }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date)
    return undefined
  const isPlain = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
  if (!isPlain) return { path, problem: 'must be a plain object, no Map and no instance of a class' }
  if (Object.hasOwn(value, '__proto__'))
    return {
      path: [...path, '__proto__'],
      problem: 'this name cannot be used, as JavaScript gives it a meaning of its own',
    }
  for (const [name, member] of Object.entries(value)) {
    const loss = lossIn(name, [...path, name]) ?? lossIn(member, [...path, name])
    if (loss !== undefined) return loss
  }
  return undefined
}

/** Checks the sizes that this cloud documents. */
export function checkLimits<K extends OperationName>(name: K, input: Input<K>, limits: Limits): void {
  const values: Readonly<Record<string, unknown>> = input
  for (const [field, limitName] of Object.entries(operations[name].limits)) {
    const limit = limits[limitName]
    const size = sizeOf(values[field])
    if (limit === undefined || size === undefined || (size >= limit.min && size <= limit.max)) continue
    throw new KmsFailure(
      { code: 'InvalidInput', field },
      `${field}: ${size} is out of range; allowed are ${limit.min} to ${limit.max} (${limitName})`,
    )
  }
}

/** Refuses, by name, a field that this cloud cannot carry. */
export function checkFields(input: object, refuses: Readonly<Record<string, string | undefined>> | undefined): void {
  if (refuses === undefined) return
  const values: Readonly<Record<string, unknown>> = { ...input }
  for (const [field, reason] of Object.entries(refuses)) {
    if (values[field] === undefined || reason === undefined) continue
    throw new KmsFailure({ code: 'Unsupported', field }, `${field}: ${reason}`)
  }
}
