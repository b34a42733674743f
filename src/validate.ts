import { KmsFailure } from './errors.ts'
import { type Limits, sizeOf } from './limits.ts'
import { type Input, type OperationName, operations } from './operations/index.ts'

/** Checks an input against the operation table; the message names the field, the problem and what is allowed. */
export function validate<K extends OperationName>(name: K, input: unknown): Input<K> {
  const schema = operations[name].input
  const result = schema.safeParse(input)
  if (result.success) {
    const dropped = pathOfProto(input)
    // The boundary between table and types: the schema of operation K yields, by definition, an Input<K>.
    if (dropped === undefined) return result.data as Input<K>
    throw new KmsFailure({ code: 'InvalidInput', field: dropped }, `${dropped}: this name cannot be used`)
  }
  const issue = result.error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const field = [...issue.path, issue.keys[0]].map(String).join('.')
    const known = Object.keys(schema.shape).join(', ')
    throw new KmsFailure({ code: 'InvalidInput', field }, `unknown field "${field}"; ${name} takes ${known}`)
  }
  if (issue === undefined || issue.path.length === 0) {
    throw new KmsFailure({ code: 'InvalidInput' }, `the input must be an object with the fields of ${name}`)
  }
  const field = issue.path.map(String).join('.')
  throw new KmsFailure({ code: 'InvalidInput', field }, `${field}: ${issue.message}`)
}

/** Where an input has a member of this name, which schemas leave out without a word: no call is stripped of anything. */
function pathOfProto(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined
  if (Object.hasOwn(value, '__proto__')) return '__proto__'
  for (const [name, member] of Object.entries(value)) {
    const inner = pathOfProto(member)
    if (inner !== undefined) return `${name}.${inner}`
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
