import { createHmac, hash, hkdfSync } from 'node:crypto'
import type { WireRequest } from '../../src/wire.ts'
import { perSecond } from './per-second.ts'

/**
 * How a request is signed with an access key. All three sign the same canonical request.
 *
 * `access`: one HMAC, `Access=…`; Huawei Cloud's SDKs, and what Open Telekom Cloud's own documents show.
 * `legacy`: a scope and a derived key, `Credential=…/sdk_request`; Open Telekom Cloud's Go SDK and Terraform provider.
 * `derived`: V11-HMAC-SHA256, which Huawei Cloud's SDKs use when told to.
 *
 * @see https://github.com/huaweicloud/huaweicloud-sdk-go-v3 core/auth/signer
 * @see https://github.com/opentelekomcloud/gophertelekomcloud signer_helper.go
 */
export type SignatureForm = 'access' | 'legacy' | 'derived'

export interface AccessKey {
  readonly accessKey: string
  readonly secretKey: string
}

/** What `legacy` and `derived` bind the key to; `legacy` clients in the field leave both empty. */
export interface SigningScope {
  readonly region: string
  readonly service: string
}

export interface SigningOptions {
  readonly form: SignatureForm
  readonly date: Date
  readonly scope?: SigningScope | undefined
}

/** Adds `host`, `x-sdk-date` and `authorization`, and signs every header that the request then has. */
export function signSdkHmac(request: WireRequest, key: AccessKey, options: SigningOptions): WireRequest {
  const url = new URL(request.url)
  const date = sdkDate(options.date)
  // Not `{ ...request.headers, host }`: docs/decisions/014-speed.md.
  const headers: Record<string, string> = Object.assign({}, request.headers, { host: url.host, 'x-sdk-date': date })
  headers['authorization'] = authorizationOf({ ...request, headers }, url, key, date, options)
  return { ...request, headers }
}

/** The `Authorization` header over exactly the headers given, of which `x-sdk-date` should be one. */
export function authorization(request: WireRequest, key: AccessKey, options: SigningOptions): string {
  return authorizationOf(request, new URL(request.url), key, sdkDate(options.date), options)
}

function authorizationOf(
  request: WireRequest,
  url: URL,
  key: AccessKey,
  date: string,
  options: SigningOptions,
): string {
  const { hash: hashed, signedHeaders } = canonicalHash(request, options.form, url)
  const { region = '', service = '' } = options.scope ?? {}
  const day = date.slice(0, 8)
  const end = (signature: string) => `SignedHeaders=${signedHeaders}, Signature=${signature}`
  switch (options.form) {
    case 'access':
      return `SDK-HMAC-SHA256 Access=${key.accessKey}, ${end(sign(key.secretKey, ['SDK-HMAC-SHA256', date, hashed]))}`
    case 'legacy': {
      const scope = `${day}/${region}/${service}/sdk_request`
      const signingKey = [day, region, service, 'sdk_request'].reduce<Buffer | string>(
        (secret, part) => createHmac('sha256', secret).update(part).digest(),
        `SDK${key.secretKey}`,
      )
      const signature = sign(signingKey, ['SDK-HMAC-SHA256', date, scope, hashed])
      return `SDK-HMAC-SHA256 Credential=${key.accessKey}/${scope}, ${end(signature)}`
    }
    case 'derived': {
      const scope = `${day}/${region}/${service}`
      const derived = Buffer.from(hkdfSync('sha256', key.secretKey, key.accessKey, scope, 32)).toString('hex')
      return `V11-HMAC-SHA256 Credential=${key.accessKey}/${scope}, ${end(sign(derived, ['V11-HMAC-SHA256', date, scope, hashed]))}`
    }
  }
}

/** `YYYYMMDDTHHMMSSZ`, UTC. */
export const sdkDate = perSecond((date) => `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`)

/** SHA-256 of the canonical request, and the list of its headers. */
export function canonicalHash(
  request: WireRequest,
  form: SignatureForm,
  url = new URL(request.url),
): { readonly hash: string; readonly signedHeaders: string } {
  const names = Object.keys(request.headers).sort()
  const signedHeaders = names.join(';')
  let canonical = `${request.method}\n${canonicalPath(url.pathname)}\n${canonicalQuery(url.search.slice(1))}\n`
  for (const name of names) canonical += `${name}:${headerValue(request.headers[name] ?? '', form)}\n`
  canonical += `\n${signedHeaders}\n${sha256(request.body)}`
  return { hash: sha256(canonical), signedHeaders }
}

function headerValue(value: string, form: SignatureForm): string {
  return form === 'legacy' ? value.trim().replace(/\s+/g, ' ') : value.trim()
}

/** A path of such characters only stays as it is. */
const UNRESERVED = /^[A-Za-z0-9\-._~/]*$/

// Only the canonical form ends in a slash, not the URL that is requested. Segments are encoded once: the official Node
// client encodes them twice, and fails on a tag key with a blank.
function canonicalPath(pathname: string): string {
  const path = UNRESERVED.test(pathname)
    ? pathname
    : pathname
        .split('/')
        .map((segment) => percentEncode(decodeURIComponent(segment)))
        .join('/')
  return path.endsWith('/') ? path : `${path}/`
}

function canonicalQuery(search: string): string {
  if (search === '') return ''
  return search
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))] as const
    })
    .sort(([a, x], [b, y]) => byCodePoint(a, b) || byCodePoint(x, y))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
}

/** UTF-8 keeps the order of code points, which UTF-16 does not. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** RFC 3986: everything but `A-Z a-z 0-9 - . _ ~`, with upper-case digits. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sign(key: Buffer | string, lines: readonly string[]): string {
  return createHmac('sha256', key).update(lines.join('\n')).digest('hex')
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}
