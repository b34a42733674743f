import { isJsonObject, type Json } from '../shared/json.ts'
import { type AwsRefusal, refusal } from './errors.ts'
import { type Action, type Input, inputs } from './inputs.ts'
import type { Members, Shape, StructureOf } from './shapes.ts'

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

/** Collects what is wrong with a request in the order of its members. */
class Violations {
  readonly #items: string[] = []

  add(subject: string, path: string, constraint: string): void {
    this.#items.push(`${subject} at '${path}' failed to satisfy constraint: ${constraint}`)
  }

  refusal(): AwsRefusal | undefined {
    const count = this.#items.length
    if (count === 0) return undefined
    const noun = count === 1 ? 'validation error' : 'validation errors'
    return refusal('ValidationException', `${count} ${noun} detected: ${this.#items.join('; ')}`)
  }
}

/** The refusal for one absent member, for handlers of members that are required only sometimes. */
export const absentMember = (name: string): AwsRefusal =>
  refusal(
    'ValidationException',
    `1 validation error detected: Value null at '${camel(name)}' failed to satisfy constraint: Member must not be null`,
  )

const tokenOf = (value: Json): string => {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'number') return 'NUMBER_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT'
}

const mistyped = (value: Json, wanted: string): AwsRefusal =>
  refusal('SerializationException', `${tokenOf(value)} can not be converted to ${wanted}`)

const decodeBase64 = (value: string): Uint8Array => {
  const bytes = Buffer.from(value, 'base64')
  // Buffer skips what is not base64; the service refuses it.
  if (bytes.toString('base64') !== value) throw refusal('SerializationException', 'Invalid base64 data')
  return new Uint8Array(bytes)
}

const NOT_NULL = 'Member must not be null'
const atLeast = (count: number) => `Member must have length greater than or equal to ${count}`
const atMost = (count: number) => `Member must have length less than or equal to ${count}`

const checkText = (shape: Shape & { kind: 'string' }, value: string, path: string, violations: Violations) => {
  const subject = shape.secret ? 'Value' : `Value '${value}'`
  if (shape.min !== undefined && value.length < shape.min) violations.add(subject, path, atLeast(shape.min))
  if (shape.max !== undefined && value.length > shape.max) violations.add(subject, path, atMost(shape.max))
  if (shape.pattern !== undefined && !shape.regex?.test(value))
    violations.add(subject, path, `Member must satisfy regular expression pattern: ${shape.pattern}`)
}

/** Checks and decodes one value; its type in JSON is the serializer's business, its bounds the validator's. */
const decode = (shape: Shape, value: Json, path: string, violations: Violations): unknown => {
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string') throw mistyped(value, 'a String')
      checkText(shape, value, path, violations)
      return value
    case 'enum':
      if (typeof value !== 'string') throw mistyped(value, 'a String')
      if (!shape.values.includes(value)) {
        const set = (shape.listed ?? shape.values).join(', ')
        violations.add(`Value '${value}'`, path, `Member must satisfy enum value set: [${set}]`)
      }
      return value
    case 'blob': {
      if (typeof value !== 'string') throw mistyped(value, 'a ByteBuffer')
      const bytes = decodeBase64(value)
      if (bytes.length < shape.min) violations.add('Value', path, atLeast(shape.min))
      if (bytes.length > shape.max) violations.add('Value', path, atMost(shape.max))
      return bytes
    }
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw mistyped(value, 'an Integer')
      if (value < shape.min)
        violations.add(`Value '${value}'`, path, `Member must have value greater than or equal to ${shape.min}`)
      if (value > shape.max)
        violations.add(`Value '${value}'`, path, `Member must have value less than or equal to ${shape.max}`)
      return value
    case 'boolean':
      if (typeof value !== 'boolean') throw mistyped(value, 'a Boolean')
      return value
    case 'timestamp':
      if (typeof value !== 'number') throw mistyped(value, 'a Timestamp')
      return Math.round(value * 1_000)
    case 'map':
      return decodeMap(value)
    case 'list':
      return decodeList(shape, value, path, violations)
    default:
      if (!isJsonObject(value)) throw mistyped(value, 'a Structure')
      return decodeMembers(shape.members, value, `${path}.`, violations)
  }
}

const decodeMap = (value: Json): unknown => {
  if (!isJsonObject(value)) throw mistyped(value, 'a Map')
  for (const item of Object.values(value)) if (typeof item !== 'string') throw mistyped(item, 'a String')
  return value
}

const decodeList = (shape: Shape & { kind: 'list' }, value: Json, path: string, violations: Violations): unknown => {
  if (!Array.isArray(value)) throw mistyped(value, 'a List')
  if (shape.max !== undefined && value.length > shape.max)
    violations.add(`Value '[${value.join(', ')}]'`, path, atMost(shape.max))
  return value.map((item, index) => decode(shape.of, item, `${path}.${index + 1}.member`, violations))
}

const decodeMembers = (members: Members, value: Json, prefix: string, violations: Violations): unknown => {
  const given = isJsonObject(value) ? value : {}
  const decoded: Record<string, unknown> = {}
  for (const [name, { shape, required }] of Object.entries(members)) {
    const path = `${prefix}${camel(name)}`
    const item = Object.hasOwn(given, name) ? given[name] : undefined
    if (item !== undefined && item !== null) decoded[name] = decode(shape, item, path, violations)
    else if (required) violations.add(shape.kind === 'blob' && shape.secret ? 'Value' : 'Value null', path, NOT_NULL)
  }
  return decoded
}

/** Checks a parsed request body against members; unknown members are ignored, `null` is absent. */
export const validateMembers = <M extends Members>(members: M, body: Json): StructureOf<M> => {
  if (!isJsonObject(body)) throw mistyped(body, 'a Structure')
  const violations = new Violations()
  const decoded = decodeMembers(members, body, '', violations)
  const refused = violations.refusal()
  if (refused !== undefined) throw refused
  return decoded as StructureOf<M> // decodeMembers followed the very shapes that M is made of
}

/** {@link validateMembers} with the members of one of AWS's operations. */
export const validate = <A extends Action>(action: A, body: Json): Input<A> => validateMembers(inputs[action], body)
