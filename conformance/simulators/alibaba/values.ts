/** The texts parameters may be. Every parser gives `undefined` for a value that is not valid. */
import { isJsonObject, type Json, parseJson } from '../shared/json.ts'
import type { Parse } from './fields.ts'
import type { Tag } from './types.ts'

export const text =
  (most = Number.POSITIVE_INFINITY): Parse<string> =>
  (value) =>
    value.length <= most ? value : undefined

export const oneOf =
  <Value extends string>(...values: readonly Value[]): Parse<Value> =>
  (value) =>
    values.find((candidate) => candidate === value)

export const integer =
  (least: number, most: number): Parse<number> =>
  (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    return number >= least && number <= most ? number : undefined
  }

export const flag: Parse<boolean> = (value) => {
  const lower = value.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

/** Standard Base64 with padding. */
export const base64: Parse<Uint8Array> = (value) => {
  const bytes = Buffer.from(value, 'base64')
  // Buffer skips what is not Base64.
  return bytes.toString('base64') === value ? new Uint8Array(bytes) : undefined
}

export const base64Of =
  (bytes: number): Parse<Uint8Array> =>
  (value) => {
    const decoded = base64(value)
    return decoded?.length === bytes ? decoded : undefined
  }

const MAX_PLAINTEXT_BYTES = 6_144

/** Encrypt's plaintext travels as Base64 and is encrypted as the very text that came, which nobody decodes. */
export const plaintext: Parse<string> = (value) =>
  (base64(value) ?? Buffer.from(value)).length <= MAX_PLAINTEXT_BYTES ? value : undefined

const MAX_CONTEXT_CHARACTERS = 8_192

/** EncryptionContext: a JSON object from strings to strings (EncryptionContext page). */
export const context: Parse<Readonly<Record<string, string>>> = (value) => {
  const json = parseJson(value)
  if (!isJsonObject(json) || JSON.stringify(json).length > MAX_CONTEXT_CHARACTERS) return undefined
  const entries = Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return entries.length === Object.keys(json).length ? Object.fromEntries(entries) : undefined
}

/** CreateAlias: `alias/`, then 1 to 255 letters, digits, `_`, `-`, `/`; `alias/acs…` is for the keys of cloud services. */
export const aliasName: Parse<string> = (value) =>
  /^alias\/(?!acs)[A-Za-z0-9_/-]{1,255}$/.test(value) ? value : undefined

const TAG_TEXT = /^[\p{L}\p{N}/\\_.+=:@-]{0,128}$/u

/** CreateKey, "Tags": letters, digits and `/\_-.+=:@`, at most 128; not `aliyun…`, not `acs:…`. */
export const isTagKey = (value: string): boolean =>
  value !== '' && TAG_TEXT.test(value) && !value.startsWith('aliyun') && !value.startsWith('acs:')
export const isTagValue = (value: string): boolean => TAG_TEXT.test(value)

const tagOf = (item: Json): Tag | undefined => {
  if (!isJsonObject(item)) return undefined
  const { TagKey, TagValue } = item
  if (typeof TagKey !== 'string' || typeof TagValue !== 'string') return undefined
  return isTagKey(TagKey) && isTagValue(TagValue) ? { TagKey, TagValue } : undefined
}

/** `[{"TagKey":"k","TagValue":"v"}]` with `most` tags of different keys. */
export const tags =
  (most: number): Parse<readonly Tag[]> =>
  (value) => {
    const json = parseJson(value)
    if (!Array.isArray(json) || json.length > most) return undefined
    const parsed = json.map(tagOf).filter((tag) => tag !== undefined)
    const distinct = new Set(parsed.map(({ TagKey }) => TagKey))
    return distinct.size === json.length ? parsed : undefined
  }

/** `["k1","k2"]`, each key of 1 to 128 bytes. */
export const tagKeys: Parse<readonly string[]> = (value) => {
  const json = parseJson(value)
  if (!Array.isArray(json)) return undefined
  const keys = json.filter(
    (key): key is string => typeof key === 'string' && key !== '' && Buffer.byteLength(key) <= 128,
  )
  return keys.length === json.length ? keys : undefined
}

export interface Filter {
  readonly Key: string
  readonly Values: readonly string[]
}

const FILTER_KEYS: readonly Json[] = [
  'KeyState',
  'KeySpec',
  'KeyUsage',
  'ProtectionLevel',
  'CreatorType',
  'DKMSInstanceId',
  'KeyId',
  'AliasName',
  'Creator',
  'TagKey',
  'TagValue',
]

const filterOf = (item: Json): Filter | undefined => {
  if (!isJsonObject(item)) return undefined
  const { Key, Values = [] } = item
  if (typeof Key !== 'string' || !FILTER_KEYS.includes(Key) || !Array.isArray(Values)) return undefined
  const strings = Values.filter((value): value is string => typeof value === 'string')
  return strings.length === Values.length && strings.length <= 10 ? { Key, Values: strings } : undefined
}

/** ListKeys, "Filters": up to 10 entries with up to 10 values each. */
export const filters: Parse<readonly Filter[]> = (value) => {
  const json = parseJson(value)
  if (!Array.isArray(json) || json.length > 10) return undefined
  const parsed = json.map(filterOf).filter((filter) => filter !== undefined)
  return parsed.length === json.length ? parsed : undefined
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 }

/** RotationInterval: `365d`, `604800s` …, 7 to 730 days; in seconds. */
export const interval: Parse<number> = (value) => {
  const [, count, unit] = /^(\d{1,9})([dhms])$/.exec(value) ?? []
  const seconds = Number(count) * (UNIT_SECONDS[unit ?? ''] ?? Number.NaN)
  return seconds >= 7 * 86_400 && seconds <= 730 * 86_400 ? seconds : undefined
}

const MAX_POLICY_BYTES = 32_768

/** A policy document: a JSON object. */
export const policy: Parse<string> = (value) =>
  Buffer.byteLength(value) <= MAX_POLICY_BYTES && isJsonObject(parseJson(value)) ? value : undefined
