/** What a JSON text can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export type JsonObject = { readonly [name: string]: Json }

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `undefined` when the text is not JSON: the caller answers in its cloud's words. */
export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json // JSON.parse gives nothing but JSON
  } catch {
    return undefined
  }
}

const BYTES = '$bytes'

/** Turns a row into JSON; byte arrays become `{ "$bytes": "<base64>" }`, absent members vanish. */
export const encodeRow = (value: unknown): Json => {
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(encodeRow)
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return Object.fromEntries(members.map(([name, member]) => [name, encodeRow(member)]))
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new TypeError(`a ${typeof value} cannot be stored in a row`)
}

/** The inverse of {@link encodeRow}. */
export const decodeRow = (value: Json): unknown => {
  if (Array.isArray(value)) return value.map(decodeRow)
  if (!isJsonObject(value)) return value
  const base64 = value[BYTES]
  if (typeof base64 === 'string' && Object.keys(value).length === 1)
    return new Uint8Array(Buffer.from(base64, 'base64'))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, decodeRow(member)]))
}
