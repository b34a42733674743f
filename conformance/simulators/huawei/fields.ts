import { isJsonObject, type Json, type JsonObject } from '../shared/json.ts'
import { type KmsCode, refusal } from './errors.ts'
import type { Settings } from './options.ts'

/** Reads one value, or refuses it. */
export type Reader<T> = (value: Json) => T

export interface Field<T, Required extends boolean> {
  readonly required: Required
  readonly read: Reader<T>
}

export type Fields = Readonly<Record<string, Field<unknown, boolean>>>

export type Values<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends Field<infer T, infer Required>
    ? Required extends true
      ? T
      : T | undefined
    : never
}

export const required = <T>(read: Reader<T>): Field<T, true> => ({ required: true, read })

export const optional = <T>(read: Reader<T>): Field<T, false> => ({ required: false, read })

interface TextRules {
  readonly pattern?: RegExp
  readonly min?: number
  readonly max?: number
}

export const text =
  (code: KmsCode, { pattern, min = 0, max = Number.POSITIVE_INFINITY }: TextRules = {}): Reader<string> =>
  (value) => {
    if (typeof value !== 'string' || value.length < min || value.length > max) throw refusal(code)
    if (pattern !== undefined && !pattern.test(value)) throw refusal(code)
    return value
  }

export const oneOf =
  <const T extends string>(code: KmsCode, values: readonly T[]): Reader<T> =>
  (value) => {
    const known = values.find((candidate) => candidate === value)
    if (known === undefined) throw refusal(code)
    return known
  }

/** A whole number, as a JSON number or as digits: the clouds declare one and take both. */
export const integer =
  (code: KmsCode, { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}): Reader<number> =>
  (value) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < min || number > max) throw refusal(code)
    return number
  }

export const boolean =
  (code: KmsCode): Reader<boolean> =>
  (value) => {
    if (typeof value !== 'boolean') throw refusal(code)
    return value
  }

/** Hex of whole bytes, in either case. */
export const hex =
  (code: KmsCode): Reader<Uint8Array> =>
  (value) => {
    if (typeof value !== 'string' || value === '' || !/^(?:[0-9a-f]{2})*$/i.test(value)) throw refusal(code)
    return new Uint8Array(Buffer.from(value, 'hex'))
  }

interface Base64Rules {
  /** Bounds of the text. */
  readonly characters?: { readonly min: number; readonly max: number }
  /** Bounds of what it stands for. */
  readonly bytes?: { readonly min: number; readonly max: number }
}

export const base64 =
  (code: KmsCode, { characters, bytes }: Base64Rules = {}): Reader<Uint8Array> =>
  (value) => {
    if (typeof value !== 'string' || !/^[0-9a-zA-Z+/]*={0,2}$/.test(value)) throw refusal(code)
    const decoded = Buffer.from(value, 'base64')
    const outside = (count: number, bounds: { min: number; max: number } | undefined) =>
      bounds !== undefined && (count < bounds.min || count > bounds.max)
    if (value.length % 4 !== 0 || outside(value.length, characters) || outside(decoded.length, bytes))
      throw refusal(code)
    return new Uint8Array(decoded)
  }

export const list =
  <T>(code: KmsCode, read: Reader<T>): Reader<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw refusal(code)
    return value.map((item: Json) => read(item))
  }

export const object =
  (code: KmsCode): Reader<JsonObject> =>
  (value) => {
    if (!isJsonObject(value)) throw refusal(code)
    return value
  }

/** `^[0-9a-z]{8}-…$`: the documented pattern is not limited to hex digits. */
const KEY_ID = /^[0-9a-z]{8}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{12}$/
const KEY_REFERENCE = /^(?:kms:[^:]+:[^:]+:alias:|alias\/)[a-zA-Z0-9:/_-]{1,255}$/

export const isKeyId = (value: string): boolean => KEY_ID.test(value)

const keyIdReader = text('KMS.0205', { pattern: KEY_ID })

export const keyId = required(keyIdReader)

/** `key_id` of the operations that take an alias or a URN on OTC. */
export const keyReference = ({ profile }: Settings): Field<string, true> =>
  required(
    profile.takesKeyReferences
      ? (value) => (typeof value === 'string' && KEY_REFERENCE.test(value) ? value : keyIdReader(value))
      : keyIdReader,
  )

export const optionalKeyId = optional(keyIdReader)

/** Names of keys, key stores and grants. */
export const NAME = /^[a-zA-Z0-9:/_-]{1,255}$/

const sequence = text('KMS.0206', { pattern: /^[0-9a-zA-Z-]{36}$/ })

/** Checked before all else: ids and serial numbers have codes common to all operations. */
const common: Readonly<Record<string, Reader<unknown>>> = { sequence }
const ids = new Set(['key_id', 'destination_key_id', 'source_key_id', 'target_key_id'])

/** Reads a request in the order: what is missing, ids, serial number, the operation's own fields. */
export const readFields = (fields: Fields, given: JsonObject): Readonly<Record<string, unknown>> => {
  const memberOf = (name: string): Json | undefined => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    return value === null ? undefined : value
  }
  for (const [name, field] of Object.entries(fields))
    if (field.required && memberOf(name) === undefined) throw refusal('KMS.0204')
  const values: Record<string, unknown> = {}
  const read = (name: string, reader: Reader<unknown>) => {
    const value = memberOf(name)
    if (value !== undefined) values[name] = reader(value)
  }
  const entries = Object.entries(fields)
  for (const [name, field] of entries) if (ids.has(name)) read(name, field.read)
  for (const [name, reader] of Object.entries(common)) read(name, reader)
  for (const [name, field] of entries) if (!ids.has(name)) read(name, field.read)
  return values
}
