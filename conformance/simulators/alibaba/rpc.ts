/** Reads a request of the RPC style: everything it says before anything is checked. */
import type { ReceivedRequest } from '../shared/http.ts'
import { regionOfHost } from './hosts.ts'

export const DEFAULT_REGION = 'cn-hangzhou'
const FORM = 'application/x-www-form-urlencoded'

export type Pairs = readonly (readonly [name: string, value: string])[]
export type Parameters = ReadonlyMap<string, string>

export interface RpcRequest {
  /** V1 puts the signature among the parameters, V3 into the Authorization header. */
  readonly scheme: 'V1' | 'V3'
  readonly action: string | undefined
  readonly version: string | undefined
  readonly format: 'JSON' | 'XML'
  readonly region: string
  readonly accessKeyId: string | undefined
  readonly securityToken: string | undefined
  readonly timestamp: string | undefined
  readonly nonce: string | undefined
  /** Query and form as one set, in the order in which they came. */
  readonly pairs: Pairs
  /** The same by name; of a name that came twice the first value counts. */
  readonly parameters: Parameters
}

const formPairs = ({ headers, body }: ReceivedRequest): Pairs =>
  headers.get('content-type')?.toLowerCase().startsWith(FORM)
    ? [...new URLSearchParams(Buffer.from(body).toString('utf8'))]
    : []

const firstOf = (pairs: Pairs): Parameters => new Map([...pairs].reverse())

/** The host the caller sees: a request that crossed no socket may carry no header of it. */
export const hostOf = ({ url, headers }: Pick<ReceivedRequest, 'url' | 'headers'>): string =>
  headers.get('host') ?? url.host

const regionOf = (request: ReceivedRequest, parameters: Parameters): string => {
  const asked = parameters.get('RegionId') ?? ''
  const given = /^[a-z0-9-]+$/.test(asked) ? asked : DEFAULT_REGION
  return regionOfHost(hostOf(request)) ?? regionOfHost(request.url.host) ?? given
}

/** One parameter of `ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…`. */
export const authorizationPart = (authorization: string, name: string): string | undefined =>
  authorization
    .slice(authorization.indexOf(' ') + 1)
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)

export const readRpc = (request: ReceivedRequest): RpcRequest => {
  const { headers, url } = request
  const pairs = [...url.searchParams, ...formPairs(request)]
  const parameters = firstOf(pairs)
  const common = { region: regionOf(request, parameters), pairs, parameters }
  const authorization = headers.get('authorization') ?? ''
  const header = (name: string) => headers.get(name) ?? undefined
  if (authorization === '') {
    return {
      scheme: 'V1',
      action: parameters.get('Action'),
      version: parameters.get('Version'),
      format: parameters.get('Format')?.toUpperCase() === 'XML' ? 'XML' : 'JSON',
      accessKeyId: parameters.get('AccessKeyId'),
      securityToken: parameters.get('SecurityToken'),
      timestamp: parameters.get('Timestamp'),
      nonce: parameters.get('SignatureNonce'),
      ...common,
    }
  }
  return {
    scheme: 'V3',
    action: header('x-acs-action'),
    version: header('x-acs-version'),
    format: /^(?:text|application)\/xml\b/i.test(header('accept') ?? '') ? 'XML' : 'JSON',
    accessKeyId: authorizationPart(authorization, 'Credential'),
    securityToken: header('x-acs-security-token'),
    timestamp: header('x-acs-date'),
    nonce: header('x-acs-signature-nonce'),
    ...common,
  }
}

/**
 * By the shape of a request's head alone: V3 by its headers, V1 by its query, and V1 with all parameters in the body
 * by being an unsigned-looking form for `/`, which no other simulated cloud's calls are.
 */
export const looksLikeRpc = ({
  method,
  url,
  headers,
}: Pick<ReceivedRequest, 'method' | 'url' | 'headers'>): boolean => {
  const authorization = headers.get('authorization') ?? ''
  if (authorization.startsWith('ACS') || headers.has('x-acs-action')) return true
  if (url.searchParams.has('Action') || regionOfHost(hostOf({ url, headers })) !== undefined) return true
  const form = headers.get('content-type')?.toLowerCase().startsWith(FORM) ?? false
  return method === 'POST' && url.pathname === '/' && form && authorization === ''
}
