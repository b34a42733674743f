/**
 * The verifying side of both signatures, written from Alibaba Cloud's descriptions: "Request signatures" of the RPC
 * style (HMAC-SHA1; here V1) and "V3 request body and signature" (ACS3-HMAC-SHA256).
 */
import { createHmac } from 'node:crypto'
import { hmacSha256, sha256Hex } from '../shared/crypto/digests.ts'
import type { ReceivedRequest } from '../shared/http.ts'
import { hostOf, type Pairs } from './rpc.ts'

/** RFC 3986: everything but letters, digits and `-_.~` is escaped. */
const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const canonicalQuery = (pairs: Pairs): string =>
  [...pairs]
    .sort(([a, x], [b, y]) => byCode(a, b) || byCode(x, y))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')

/** V1: the string that is signed, over all parameters but the signature itself. */
export const stringToSignV1 = (method: string, pairs: Pairs): string =>
  [method, percentEncode('/'), percentEncode(canonicalQuery(pairs.filter(([name]) => name !== 'Signature')))].join('&')

export const signatureV1 = (secret: string, stringToSign: string): string =>
  createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64')

const headerValue = (request: ReceivedRequest, name: string): string =>
  (name === 'host' ? hostOf(request) : (request.headers.get(name) ?? '')).trim()

/** V3: what the client must have hashed, built from its own list of signed headers. The form is no part of it but its hash. */
export const canonicalRequestV3 = (request: ReceivedRequest, signedHeaders: readonly string[]): string =>
  [
    request.method,
    request.url.pathname,
    canonicalQuery([...request.url.searchParams]),
    ...signedHeaders.map((name) => `${name}:${headerValue(request, name)}`),
    '',
    signedHeaders.join(';'),
    sha256Hex(request.body),
  ].join('\n')

export const stringToSignV3 = (canonicalRequest: string): string => `ACS3-HMAC-SHA256\n${sha256Hex(canonicalRequest)}`

export const signatureV3 = (secret: string, stringToSign: string): string =>
  hmacSha256(secret, stringToSign).toString('hex')
