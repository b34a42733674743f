import { createHash } from 'node:crypto'
import type { Credential } from '../shared/engine.ts'
import type { ReceivedRequest } from '../shared/http.ts'
import { loginFailed, notAuthenticated, refusal, staleToken } from './errors.ts'
import type { Settings } from './options.ts'
import { findProject } from './projects.ts'
import { isSignedWith, readSignature, requireWellFormed, type Signature, wrongSignature } from './sdk-hmac.ts'
import type { State } from './tables.ts'
import type { TokenRow } from './types.ts'

const LOCKOUT_MS = 300_000

/** Who calls, and for which project the credentials are good. */
export interface Principal {
  readonly userName: string
  /** The project of the token, or the one a signed request names in `X-Project-Id`. */
  readonly projectId?: string
  readonly scheme: 'token' | 'signature'
}

export interface Gate {
  readonly settings: Settings
  readonly credentials: readonly Credential[]
  readonly state: State
  readonly request: ReceivedRequest
  readonly nowMs: number
  readonly wallMs: number
}

interface Secret {
  readonly secret: string
  readonly userName: string
  readonly securityToken?: string
  readonly expiresAtMs?: number
}

export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('hex')

const secretOf = ({ credentials, state }: Gate, accessKeyId: string): Secret | undefined => {
  const issued = state.temporaryKeys.get(accessKeyId)
  if (issued !== undefined) return issued
  const known = credentials.find((credential) => credential.accessKeyId === accessKeyId)
  if (known === undefined) return undefined
  const { secret, sessionToken, expiresAtMs } = known
  return {
    secret,
    userName: accessKeyId,
    ...(sessionToken !== undefined && { securityToken: sessionToken }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  }
}

/** Blocks an access key for five minutes once it has failed too often in a row. */
const countFailure = ({ state, settings, nowMs }: Gate, accessKeyId: string): void => {
  const failures = (state.lockouts.get(accessKeyId)?.failures ?? 0) + 1
  const blocked = failures > settings.limits.failedSignatures
  state.lockouts.put(accessKeyId, blocked ? { failures: 0, untilMs: nowMs + LOCKOUT_MS } : { failures, untilMs: 0 })
}

const verify = (gate: Gate, signature: Signature): Principal => {
  const { request, state, settings, nowMs, wallMs } = gate
  const { accessKeyId } = signature
  const date = requireWellFormed(request, signature, settings.profile, wallMs)
  const secret = secretOf(gate, accessKeyId)
  if (secret === undefined) throw notAuthenticated(`ak ${accessKeyId} not exist`)
  if ((state.lockouts.get(accessKeyId)?.untilMs ?? 0) > nowMs)
    throw notAuthenticated('AK access failed to reach the limit,forbidden.')
  if (!isSignedWith(secret.secret, request, signature, date)) {
    countFailure(gate, accessKeyId)
    throw wrongSignature(request, signature, settings.profile)
  }
  state.lockouts.delete(accessKeyId)
  if ((request.headers.get('x-security-token') ?? undefined) !== secret.securityToken)
    throw notAuthenticated('the security token is missing or does not belong to the ak')
  if (secret.expiresAtMs !== undefined && nowMs >= secret.expiresAtMs) throw staleToken()
  const projectId = request.headers.get('x-project-id')
  return { userName: secret.userName, scheme: 'signature', ...(projectId && { projectId }) }
}

const tokenPrincipal = ({ userName, projectId }: TokenRow): Principal => ({
  userName,
  scheme: 'token',
  ...(projectId !== undefined && { projectId }),
})

/** A token that is known and has not ended. */
export const validToken = ({ state, nowMs }: Gate, token: string): TokenRow | undefined => {
  const row = state.tokens.get(tokenDigest(token))
  return row !== undefined && nowMs < row.expiresAtMs ? row : undefined
}

/** The gateway passes every token on, and KMS refuses it. */
const checkedByService = (gate: Gate, token: string): Principal => {
  if (!/^[\x21-\x7e]+$/.test(token)) throw refusal('KMS.0301')
  const row = gate.state.tokens.get(tokenDigest(token))
  if (row === undefined) throw refusal('KMS.0302')
  if (validToken(gate, token) === undefined) throw refusal('KMS.0303')
  return tokenPrincipal(row)
}

const checkedByGateway = (gate: Gate, token: string): Principal => {
  const row = gate.state.tokens.get(tokenDigest(token))
  if (row === undefined) throw notAuthenticated('decrypt token fail')
  if (validToken(gate, token) === undefined) throw staleToken()
  return tokenPrincipal(row)
}

/** Who calls KMS. A signature goes before a token: nobody should send both. */
export const authenticate = (gate: Gate): Principal => {
  const { headers } = gate.request
  const signature = readSignature(headers)
  if (signature !== undefined) return verify(gate, signature)
  const token = headers.get('x-auth-token')
  if (gate.settings.tokensCheckedBy === 'service') return checkedByService(gate, token ?? '')
  if (token === null || token === '') throw notAuthenticated('Unauthorized')
  return checkedByGateway(gate, token)
}

/** Who calls IAM: signatures are the gateway's business, tokens IAM's own. */
export const authenticateForIam = (gate: Gate): Principal => {
  const signature = readSignature(gate.request.headers)
  if (signature !== undefined) return verify(gate, signature)
  const row = validToken(gate, gate.request.headers.get('x-auth-token') ?? '')
  if (row === undefined) throw loginFailed()
  return tokenPrincipal(row)
}

/** The project in the path must be the caller's, and lie in the Region of the host if the host names one. */
export const requireProject = (
  settings: Settings,
  { projectId, scheme }: Principal,
  inPath: string,
  hostRegion: string | undefined,
) => {
  const credentialsFit = projectId === inPath || (scheme === 'signature' && projectId === undefined)
  const project = findProject(settings, inPath)
  if (!credentialsFit || project === undefined) throw refusal('KMS.0321')
  if (hostRegion !== undefined && hostRegion !== project.region) throw refusal('KMS.0305')
  return project
}
