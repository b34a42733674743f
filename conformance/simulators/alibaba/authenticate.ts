import { sameText } from '../shared/crypto/digests.ts'
import type { Credential } from '../shared/engine.ts'
import type { ReceivedRequest } from '../shared/http.ts'
import type { Table } from '../shared/table.ts'
import { type AlibabaRefusal, refusal } from './errors.ts'
import { authorizationPart, type RpcRequest } from './rpc.ts'
import { canonicalRequestV3, signatureV1, signatureV3, stringToSignV1, stringToSignV3 } from './signatures.ts'
import type { NonceRecord } from './types.ts'

/** Documented for V3 ("x-acs-date", 15 minutes); applied to both. */
const WINDOW_MS = 900_000
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/

/** Headers a V3 signature must cover; the rest of `x-acs-*` is signed by clients but decides nothing here. */
const SIGNED = ['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256']

export interface AuthenticationSettings {
  readonly credentials: readonly Credential[]
  readonly nonces: Table<NonceRecord>
  /** Real time, for the window and the nonces. */
  readonly wallMs: number
  /** Virtual time, on which security tokens end. */
  readonly nowMs: number
}

const incomplete = (): AlibabaRefusal => refusal('IncompleteSignature')

const signedHeadersOf = (request: ReceivedRequest): readonly string[] =>
  (authorizationPart(request.headers.get('authorization') ?? '', 'SignedHeaders') ?? '').split(';')

/** Refuses a signature that lacks a part or is of another kind. */
const requireParts = (request: ReceivedRequest, rpc: RpcRequest): void => {
  if (rpc.scheme === 'V1') {
    if (rpc.accessKeyId === undefined || !rpc.parameters.has('Signature')) throw incomplete()
    if (rpc.parameters.get('SignatureMethod') !== 'HMAC-SHA1') throw incomplete()
    if (rpc.parameters.get('SignatureVersion') !== '1.0') throw incomplete()
    return
  }
  const authorization = request.headers.get('authorization') ?? ''
  if (!authorization.startsWith('ACS3-HMAC-SHA256 ')) throw incomplete()
  if (!rpc.accessKeyId || authorizationPart(authorization, 'Signature') === undefined) throw incomplete()
  const signed = signedHeadersOf(request)
  const needed = request.headers.has('x-acs-security-token') ? [...SIGNED, 'x-acs-security-token'] : SIGNED
  // The date has a refusal of its own, below.
  if (needed.some((name) => !signed.includes(name) && name !== 'x-acs-date')) throw incomplete()
  if (rpc.nonce === undefined || !request.headers.has('x-acs-content-sha256')) throw incomplete()
}

const timeOf = (timestamp: string | undefined): number => {
  if (timestamp === undefined) throw refusal('IllegalTimestamp')
  const ms = TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN
  if (Number.isNaN(ms)) throw refusal('InvalidTimeStamp.Format')
  return ms
}

/** Temporary credentials work with their own token alone, until it ends. */
const checkToken = (credential: Credential, rpc: RpcRequest, settings: AuthenticationSettings): void => {
  const { securityToken } = rpc
  if (credential.sessionToken === undefined && securityToken === undefined) return
  if (securityToken === undefined) throw refusal('MissingSecurityToken')
  const belongs = settings.credentials.some(({ sessionToken }) => sessionToken === securityToken)
  if (securityToken !== credential.sessionToken)
    throw refusal(belongs ? 'InvalidSecurityToken.MismatchWithAccessKey' : 'InvalidSecurityToken.Malformed')
  if (credential.expiresAtMs !== undefined && settings.nowMs >= credential.expiresAtMs)
    throw refusal('InvalidSecurityToken.Expired')
}

const verifyV1 = (request: ReceivedRequest, rpc: RpcRequest, secret: string): void => {
  const stringToSign = stringToSignV1(request.method, rpc.pairs)
  if (sameText(signatureV1(secret, stringToSign), rpc.parameters.get('Signature') ?? '')) return
  throw refusal(
    'SignatureDoesNotMatch',
    `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
  )
}

const verifyV3 = (request: ReceivedRequest, secret: string): void => {
  const canonicalRequest = canonicalRequestV3(request, signedHeadersOf(request))
  const stringToSign = stringToSignV3(canonicalRequest)
  const given = authorizationPart(request.headers.get('authorization') ?? '', 'Signature') ?? ''
  if (sameText(signatureV3(secret, stringToSign), given)) return
  throw refusal(
    'SignatureDoesNotMatch',
    `Specified signature does not match our calculation. server StringToSign is [${stringToSign}] server CanonicalRequest is [${canonicalRequest}]`,
  )
}

/** Accepts a nonce once for as long as its request could be accepted; V1 callers may send none. */
const useNonce = (nonces: Table<NonceRecord>, rpc: RpcRequest, timeMs: number): void => {
  if (rpc.nonce === undefined) return
  const id = `${rpc.accessKeyId}/${rpc.nonce}`
  if (nonces.get(id) !== undefined) throw refusal('SignatureNonceUsed')
  nonces.put(id, { forgetAtMs: timeMs + WINDOW_MS + 1 })
}

/**
 * The credential that signed the request, or a refusal in Alibaba Cloud's words. Only a request whose signature
 * matches uses its nonce up: otherwise anybody could burn another caller's.
 */
export const authenticate = (
  request: ReceivedRequest,
  rpc: RpcRequest,
  settings: AuthenticationSettings,
): Credential => {
  if (request.method !== 'GET' && request.method !== 'POST') throw refusal('UnsupportedHTTPMethod')
  requireParts(request, rpc)
  const timeMs = timeOf(rpc.timestamp)
  const credential = settings.credentials.find(({ accessKeyId }) => accessKeyId === rpc.accessKeyId)
  if (credential === undefined) throw refusal('InvalidAccessKeyId.NotFound')
  if (Math.abs(settings.wallMs - timeMs) > WINDOW_MS) throw refusal('InvalidTimeStamp.Expired')
  checkToken(credential, rpc, settings)
  if (rpc.scheme === 'V1') verifyV1(request, rpc, credential.secret)
  else verifyV3(request, credential.secret)
  useNonce(settings.nonces, rpc, timeMs)
  return credential
}

/** Forgets nonces whose requests have become too old. */
export const forgetNonces = (nonces: Table<NonceRecord>, wallMs: number): void => {
  for (let due = nonces.takeDue(wallMs); due !== undefined; due = nonces.takeDue(wallMs)) nonces.delete(due.id)
}
