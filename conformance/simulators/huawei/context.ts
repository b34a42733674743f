import { isJsonObject, type Json } from '../shared/json.ts'
import { refusal } from './errors.ts'
import { type Field, optional } from './fields.ts'
import type { Settings } from './options.ts'

const CONTEXT_CHARACTERS = 8_192
const AAD_BYTES = 128

const readContext = (value: Json): Readonly<Record<string, string>> => {
  if (!isJsonObject(value) || JSON.stringify(value).length > CONTEXT_CHARACTERS) throw refusal('KMS.0208')
  const entries: Record<string, string> = {}
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') throw refusal('KMS.0208')
    entries[name] = member
  }
  return entries
}

const readAad = (value: Json): string => {
  if (typeof value !== 'string' || Buffer.byteLength(value) > AAD_BYTES) throw refusal('KMS.0308')
  return value
}

const ignored = (): undefined => undefined

/** `additional_authenticated_data` under any of its names; OTC does not know it and ignores it. */
export const aadField = ({ profile }: Settings): Field<string | undefined, false> =>
  optional(profile.takesAad ? readAad : ignored)

/** What a ciphertext can be bound to: OTC's and older Huawei's object, newer Huawei's string. */
export const contextFields = (settings: Settings) => ({
  encryption_context: optional(readContext),
  additional_authenticated_data: aadField(settings),
})

/** One text for a context, whatever the order of its members; an empty object is no context. */
export const canonicalContext = (input: {
  readonly encryption_context?: Readonly<Record<string, string>> | undefined
  readonly additional_authenticated_data?: string | undefined
}): string => {
  const entries = Object.entries(input.encryption_context ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([entries, input.additional_authenticated_data ?? ''])
}
