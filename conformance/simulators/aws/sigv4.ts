/**
 * Signature Version 4, the verifying side, written from AWS's description ("Create a signed AWS API request", IAM user
 * guide). The canonical request is built from the client's own SignedHeaders: clients sign different sets.
 */
import { hmacSha256, sameText, sha256Hex } from '../shared/crypto/digests.ts'
import type { Credential } from '../shared/engine.ts'
import type { ReceivedHeaders, ReceivedRequest } from '../shared/http.ts'
import { type AwsRefusal, refusal } from './errors.ts'

const WINDOW_MS = 300_000

export interface Authorization {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const SCHEME = 'AWS4-HMAC-SHA256'

const parametersOf = (header: string): ReadonlyMap<string, string> => {
  const pairs = header.slice(SCHEME.length).split(',')
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.trim().split('=')
      return [name, value.join('=')] as const
    }),
  )
}

/** The credential scope of a request, as far as it can be read: to tell Region and caller before verifying. */
export const readScope = (headers: ReceivedHeaders): { accessKeyId?: string; region?: string } => {
  const [, credential = ''] = /[ ,]Credential=([^,]*)/.exec(headers.get('authorization') ?? '') ?? []
  const [accessKeyId, , region] = credential.trim().split('/')
  if (!accessKeyId) return {}
  return region ? { accessKeyId, region } : { accessKeyId }
}

const incomplete = (text: string): AwsRefusal => refusal('IncompleteSignatureException', text)

const parseAuthorization = (headers: ReceivedHeaders): Authorization => {
  const header = headers.get('authorization')
  if (header === null || header === '')
    throw refusal('MissingAuthenticationTokenException', 'Missing Authentication Token')
  if (!header.startsWith(`${SCHEME} `))
    throw incomplete(`Unsupported AWS 'algorithm': '${header.split(' ')[0] ?? ''}'.`)
  const parameters = parametersOf(header)
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name))
  if (!headers.has('x-amz-date') && !headers.has('date'))
    throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  if (missing.length > 0)
    throw incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '))
  const scope = (parameters.get('Credential') ?? '').split('/')
  const [accessKeyId, date, region, service, terminator] = scope
  if (scope.length !== 5 || !accessKeyId || !date || !region || !service || !terminator)
    throw incomplete('Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.')
  const signedHeaders = (parameters.get('SignedHeaders') ?? '').split(';')
  return { accessKeyId, date, region, service, terminator, signedHeaders, signature: parameters.get('Signature') ?? '' }
}

const mismatch = (): AwsRefusal =>
  refusal(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )

const scopeRefusal = (text: string): AwsRefusal => refusal('InvalidSignatureException', text)

const basicFormat = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')

const BASIC_FORMAT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

const parseTime = (headers: ReceivedHeaders): { text: string; ms: number } => {
  const given = headers.get('x-amz-date') ?? headers.get('date') ?? ''
  const ms = Date.parse(given.replace(BASIC_FORMAT, '$1-$2-$3T$4:$5:$6Z'))
  if (Number.isNaN(ms))
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${given}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  return { text: BASIC_FORMAT.test(given) ? given : basicFormat(ms), ms }
}

const checkWindow = (time: { text: string; ms: number }, wallMs: number): void => {
  const server = () => basicFormat(wallMs)
  if (time.ms < wallMs - WINDOW_MS)
    throw scopeRefusal(
      `Signature expired: ${time.text} is now earlier than ${basicFormat(wallMs - WINDOW_MS)} (${server()} - 5 min.)`,
    )
  if (time.ms > wallMs + WINDOW_MS)
    throw scopeRefusal(
      `Signature not yet current: ${time.text} is still later than ${basicFormat(wallMs + WINDOW_MS)} (${server()} + 5 min.)`,
    )
}

const headerValue = (request: ReceivedRequest, name: string): string => {
  // A request that did not cross a socket (global fetch through msw 2, or a direct call) carries no host header.
  const value = request.headers.get(name) ?? (name === 'host' ? request.url.host : null)
  if (value === null && name === 'content-length') return String(request.body.byteLength)
  return (value ?? '').trim().replace(/\s+/g, ' ')
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => byCode(a, b) || byCode(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** What the client must have hashed. */
export const canonicalRequest = (request: ReceivedRequest, signedHeaders: readonly string[]): string =>
  [
    request.method,
    request.url.pathname
      .split('/')
      .map((part) => uriEncode(part))
      .join('/'),
    canonicalQuery(request.url),
    ...signedHeaders.map((name) => `${name}:${headerValue(request, name)}`),
    '',
    signedHeaders.join(';'),
    sha256Hex(request.body),
  ].join('\n')

/** The key of a scope, given as `<secret>/<date>/<region>/<service>/aws4_request`; a secret may hold slashes. */
export const signingKeyOf = (secretAndScope: string): Buffer => {
  const parts = secretAndScope.split('/')
  const [date = '', ...steps] = parts.slice(-4)
  return steps.reduce<Buffer>(hmacSha256, hmacSha256(`AWS4${parts.slice(0, -4).join('/')}`, date))
}

const signatureOf = (
  { secret }: Credential,
  { date, region, service, terminator }: Authorization,
  timeText: string,
  canonical: string,
  keyOf: typeof signingKeyOf,
): string => {
  const scope = [date, region, service, terminator].join('/')
  const stringToSign = [SCHEME, timeText, scope, sha256Hex(canonical)].join('\n')
  return hmacSha256(keyOf(`${secret}/${scope}`), stringToSign).toString('hex')
}

/** The security token of the caller, when the credentials are temporary. */
const checkToken = (credential: Credential, headers: ReceivedHeaders, nowMs: number): void => {
  const given = headers.get('x-amz-security-token') ?? undefined
  if (given !== credential.sessionToken)
    throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
  if (credential.expiresAtMs !== undefined && nowMs >= credential.expiresAtMs) throw expiredToken()
}

export const expiredToken = (): AwsRefusal =>
  refusal('ExpiredTokenException', 'The security token included in the request is expired')

/** What the verifier needs to know beside the request. */
export interface VerifySettings {
  readonly credentials: readonly Credential[]
  readonly service: string
  /** The Region of the endpoint. */
  readonly region: string
  readonly wallMs: number
  readonly nowMs: number
  /** Of a service that signs these headers whatever the client says it signed. */
  readonly signedHeaders?: readonly string[] | undefined
  /** {@link signingKeyOf}, or the same with a memory. */
  readonly keyOf: typeof signingKeyOf
}

/** The credential that signed the request, or a refusal in AWS's words. */
export const verifySignature = (request: ReceivedRequest, settings: VerifySettings): Credential => {
  const authorization = parseAuthorization(request.headers)
  const time = parseTime(request.headers)
  const credential = settings.credentials.find(({ accessKeyId }) => accessKeyId === authorization.accessKeyId)
  if (credential === undefined)
    throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
  checkToken(credential, request.headers, settings.nowMs)
  if (authorization.terminator !== 'aws4_request')
    throw scopeRefusal(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${authorization.terminator}'.`,
    )
  if (authorization.region !== settings.region) throw scopeRefusal('Credential should be scoped to a valid region.')
  if (authorization.service !== settings.service)
    throw scopeRefusal(`Credential should be scoped to correct service: '${settings.service}'.`)
  if (authorization.date !== time.text.slice(0, 8))
    throw scopeRefusal(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${authorization.date}' != '${time.text.slice(0, 8)}', from '${time.text}'.`,
    )
  if (!authorization.signedHeaders.includes('host'))
    throw scopeRefusal("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  const unsigned = ['x-amz-date', 'x-amz-target', 'x-amz-security-token'].find(
    (name) => request.headers.has(name) && !authorization.signedHeaders.includes(name),
  )
  if (unsigned !== undefined) throw scopeRefusal(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`)
  checkWindow(time, settings.wallMs)
  const canonical = canonicalRequest(request, settings.signedHeaders ?? authorization.signedHeaders)
  if (!sameText(signatureOf(credential, authorization, time.text, canonical, settings.keyOf), authorization.signature))
    throw mismatch()
  return credential
}
