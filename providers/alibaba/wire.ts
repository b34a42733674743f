import type { WireRequest, WireResponse } from '../../src/wire.ts'
import { parseObject, textOf } from '../shared/error-table.ts'

/** The only version of the OpenAPI: https://github.com/aliyun/aliyun-openapi-meta metadatas/kms */
export const API_VERSION = '2016-01-20'

export type ParameterValue = string | number | boolean | undefined
export type Parameters = Readonly<Record<string, ParameterValue>>

/** Builds the request of an action; parameters that are `undefined` are left out. */
export type ActionRequest = (action: string, parameters?: Parameters) => WireRequest

/** Where the parameters travel: the server reads query and form as one set. */
export type ParametersIn = 'body' | 'query'

const UNRESERVED = /^[A-Za-z0-9\-_.~]*$/

/** RFC 3986: everything but `A-Z a-z 0-9 - _ . ~` as `%XX`, which both signatures are computed over. */
export function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** `name=value` pairs sorted by name and joined by `&`: canonical query, and form body alike. */
export function encodePairs(pairs: Iterable<readonly [string, string]>): string {
  return [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
}

/**
 * Action and version stand in headers, where signature V3 wants them; V1 repeats them as parameters when it signs.
 *
 * @param endpoint - Absolute URL without a slash at its end.
 */
export function createActionRequest(endpoint: string, parametersIn: ParametersIn): ActionRequest {
  return (action, parameters = {}) => {
    const pairs: [string, string][] = []
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) pairs.push([name, String(value)])
    const encoded = encodePairs(pairs)
    const headers = { accept: 'application/json', 'x-acs-action': action, 'x-acs-version': API_VERSION }
    if (encoded === '') return { method: 'POST', url: `${endpoint}/`, headers, body: '' }
    if (parametersIn === 'query') return { method: 'POST', url: `${endpoint}/?${encoded}`, headers, body: '' }
    return {
      method: 'POST',
      url: `${endpoint}/`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: encoded,
    }
  }
}

/**
 * Parameters given to `raw`: lists become `Name.1`, `Name.2` …, objects in a list `Name.1.Member`, and an object by
 * itself JSON text, as the official SDKs send them; bytes become base64.
 *
 * @see https://github.com/aliyun/aliyun-openapi-meta metadatas/kms (types `RepeatList` and `Json`)
 */
export function flatten(parameters: Readonly<Record<string, unknown>>): Parameters {
  const flat: Record<string, ParameterValue> = {}
  const put = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        put(`${name}.${index + 1}`, item)
      })
    } else if (value instanceof Uint8Array) {
      flat[name] = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    } else if (typeof value === 'object') {
      const inList = /\.\d+$/.test(name)
      if (inList) for (const [member, inner] of Object.entries(value)) put(`${name}.${member}`, inner)
      else flat[name] = JSON.stringify(value)
    } else {
      flat[name] = String(value)
    }
  }
  for (const [name, value] of Object.entries(parameters)) put(name, value)
  return flat
}

/** The header carries the same id as the body, and is there even when the body cannot be read. */
export function requestIdOf(response: WireResponse): string | undefined {
  const body = response.headers['x-acs-request-id'] === undefined ? parseObject(response.body) : undefined
  return response.headers['x-acs-request-id'] ?? textOf(body?.['RequestId']) ?? textOf(body?.['requestId'])
}
