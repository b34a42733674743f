/**
 * AK/SK signatures, the verifying side: Huawei's form ("API Request Signing Guide"), the scoped form of OTC's own SDK
 * (opentelekomcloud/gophertelekomcloud signer_helper.go), and Huawei's derived form (huaweicloud-sdk-nodejs-v3
 * DerivedAKSKSigner). The canonical request is built from the client's own SignedHeaders: clients sign different sets.
 */
import { hkdfSync } from 'node:crypto'
import { hmacSha256, sameText, sha256Hex } from '../shared/crypto/digests.ts'
import type { ReceivedHeaders, ReceivedRequest } from '../shared/http.ts'
import { gatewayRefusal, type HuaweiRefusal, notAuthenticated } from './errors.ts'
import type { Profile } from './profile.ts'

const WINDOW_MS = 900_000

export interface Signature {
  readonly algorithm: string
  readonly form: 'access' | 'scoped' | 'derived' | 'unknown'
  readonly accessKeyId: string
  /** What follows the access key in `Credential=`. */
  readonly scope: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const formOf = (algorithm: string, hasCredential: boolean): Signature['form'] => {
  if (algorithm === 'SDK-HMAC-SHA256') return hasCredential ? 'scoped' : 'access'
  return algorithm === 'V11-HMAC-SHA256' && hasCredential ? 'derived' : 'unknown'
}

/** What an `Authorization` header says, before anything is verified; `undefined` for other schemes. */
export const readSignature = (headers: ReceivedHeaders): Signature | undefined => {
  const match = /^((?:SDK|V11)-[A-Z0-9-]+) +(.*)$/.exec(headers.get('authorization') ?? '')
  if (match === null) return undefined
  const [, algorithm = '', rest = ''] = match
  const parts = new Map(
    rest.split(',').map((part) => {
      const [name = '', ...value] = part.trim().split('=')
      return [name, value.join('=')] as const
    }),
  )
  const credential = parts.get('Credential')
  const [accessKeyId = '', ...scope] = (parts.get('Access') ?? credential ?? '').split('/')
  return {
    algorithm,
    form: formOf(algorithm, credential !== undefined),
    accessKeyId,
    scope: scope.join('/'),
    signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';').filter(Boolean),
    signature: parts.get('Signature') ?? '',
  }
}

const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** The decoded path, encoded once segment by segment, with a slash at the end that the URL need not have. */
const canonicalPath = (url: URL): string => {
  const path = decodeURIComponent(url.pathname).split('/').map(uriEncode).join('/')
  return path.endsWith('/') ? path : `${path}/`
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .sort(([a, x], [b, y]) => byCode(a, b) || byCode(x, y))
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .join('&')

const headerValue = (request: ReceivedRequest, name: string, form: Signature['form']): string => {
  // A request that did not cross a socket (global fetch through msw 2, or a direct call) carries no host header.
  const value = request.headers.get(name) ?? (name === 'host' ? request.url.host : null)
  const given = value === null && name === 'content-length' ? String(request.body.byteLength) : (value ?? '')
  return form === 'scoped' ? given.trim().replace(/\s+/g, ' ') : given.trim()
}

/**
 * The body as it was on the wire. A fetch `Request` cannot carry the body of a GET; Huawei's Node SDK sends `{}` with
 * every one and hashes it, and only the length is left to tell.
 */
const sentBody = ({ method, headers, body }: ReceivedRequest): Uint8Array =>
  method === 'GET' && body.byteLength === 0 && headers.get('content-length') === '2' ? Buffer.from('{}') : body

/** What the client must have hashed. `hide` keeps the session token out of what is shown. */
export const canonicalRequest = (request: ReceivedRequest, signature: Signature, hide = false): string => {
  const { form, signedHeaders } = signature
  // The scoped form of a POST without a body hashes the query in its place.
  const queryIsPayload = form === 'scoped' && request.method === 'POST' && request.body.byteLength === 0
  const query = canonicalQuery(request.url)
  const payload = sha256Hex(queryIsPayload ? query : sentBody(request))
  const lineOf = (name: string) =>
    `${name}:${hide && name === 'x-security-token' ? '***' : headerValue(request, name, form)}`
  return [
    request.method,
    canonicalPath(request.url),
    queryIsPayload ? '' : query,
    ...signedHeaders.map(lineOf),
    '',
    signedHeaders.join(';'),
    request.headers.get('x-sdk-content-sha256') ?? payload,
  ].join('\n')
}

/** The signature the secret gives. */
const expectedSignature = (secret: string, signature: Signature, date: string, canonical: string): string => {
  const { algorithm, form, accessKeyId, scope } = signature
  const hash = sha256Hex(canonical)
  if (form === 'access') return hmacSha256(secret, [algorithm, date, hash].join('\n')).toString('hex')
  const stringToSign = [algorithm, date, scope, hash].join('\n')
  if (form === 'scoped') {
    const key = scope.split('/').reduce<Uint8Array>((step, part) => hmacSha256(step, part), Buffer.from(`SDK${secret}`))
    return hmacSha256(key, stringToSign).toString('hex')
  }
  const derived = Buffer.from(hkdfSync('sha256', secret, accessKeyId, scope, 32)).toString('hex')
  return hmacSha256(derived, stringToSign).toString('hex')
}

/** The date must be signed, and be no further than a quarter of an hour from the gateway's clock. */
const requireDate = (headers: ReceivedHeaders, { signedHeaders, form, scope }: Signature, wallMs: number): string => {
  const date = headers.get('x-sdk-date') ?? ''
  const iso = date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z')
  const ms = iso === date ? Number.NaN : Date.parse(iso)
  if (Number.isNaN(ms)) throw notAuthenticated('x-sdk-date is missing or malformed')
  if (!signedHeaders.includes('x-sdk-date')) throw notAuthenticated('x-sdk-date is not a signed header')
  if (form !== 'access' && scope.split('/')[0] !== date.slice(0, 8))
    throw notAuthenticated('the date of the scope is not that of x-sdk-date')
  if (Math.abs(ms - wallMs) > WINDOW_MS) throw notAuthenticated('the signature is expired, check your system time')
  return date
}

/** A declared payload hash must be the body's, or say that it is left out. */
const honestPayload = (request: ReceivedRequest): boolean => {
  const declared = request.headers.get('x-sdk-content-sha256')
  return declared === null || declared === 'UNSIGNED-PAYLOAD' || declared.toLowerCase() === sha256Hex(sentBody(request))
}

/** Refuses what no secret could make right: unknown algorithms and forms, bad dates. Gives the date. */
export const requireWellFormed = (
  { headers }: ReceivedRequest,
  signature: Signature,
  profile: Profile,
  wallMs: number,
): string => {
  const { form, accessKeyId, scope } = signature
  if (form === 'unknown' || !profile.signatures.includes(form) || accessKeyId === '')
    throw notAuthenticated('the authorization header is not supported')
  if (form === 'scoped' && !/^\d{8}\/[^/]*\/[^/]*\/sdk_request$/.test(scope))
    throw notAuthenticated('the scope is malformed')
  return requireDate(headers, signature, wallMs)
}

export const isSignedWith = (secret: string, request: ReceivedRequest, signature: Signature, date: string): boolean =>
  honestPayload(request) &&
  sameText(expectedSignature(secret, signature, date, canonicalRequest(request, signature)), signature.signature)

/** The gateway shows the canonical request it computed, on one line. */
export const wrongSignature = (
  request: ReceivedRequest,
  signature: Signature,
  { canonicalWord }: Profile,
): HuaweiRefusal => {
  const shown = canonicalRequest(request, signature, true).replaceAll('\n', '|')
  return notAuthenticated(`verify aksk signature fail, ${canonicalWord}:${shown}`)
}

/** Refuses paths that are not percent-encoded UTF-8. */
export const requireDecodable = (url: URL): void => {
  try {
    decodeURIComponent(url.pathname)
  } catch {
    throw gatewayRefusal('APIGW.0201', 400, 'Bad request: the path is not valid')
  }
}
