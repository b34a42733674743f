import type { AuthenticateContext, ErrorContext, ErrorFacts } from '../../../src/provider.ts'
import type { WireRequest, WireResponse } from '../../../src/wire.ts'
import { type CredentialSource, createCredentialCache, RENEW_BEFORE_MS } from '../credentials.ts'
import { type SignatureForm, type SigningScope, signSdkHmac } from '../sdk-hmac.ts'
import {
  type Checked,
  checkCredentials,
  expiresAtMs,
  type KmsV1Credentials,
  type LoginCredentials,
} from './credentials.ts'
import { PROJECT_PLACEHOLDER } from './dialect.ts'
import { type Login, logIn, projectRequest, readProjects } from './iam.ts'
import { createShare } from './share.ts'
import { readError } from './to-error.ts'

/** A signature this far from the gateway's clock is refused: https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm.html */
const SIGNATURE_WINDOW_MS = 15 * 60_000
/** The reply's `Date` is read a while after the gateway compared. */
const ON_THE_WAY_MS = 60_000

export interface SessionOptions {
  readonly credentials: CredentialSource<KmsV1Credentials>
  readonly iamEndpoint: string
  readonly projectId?: string | undefined
  /** Looked up at IAM when there is no id. */
  readonly projectName: string
  readonly signature: SignatureForm
  /** What `derived`, and `legacy` if it has one, binds the signing key to. */
  readonly scope: SigningScope | undefined
}

export interface Session {
  authenticate(request: WireRequest, context: AuthenticateContext): Promise<WireRequest>
  toError(response: WireResponse, context: ErrorContext): ErrorFacts
}

/** Authenticates with an access key, a given token, or a token that it obtains and renews. */
export function createSession(options: SessionOptions): Session {
  const source = createCredentialCache(options.credentials, expiresAtMs)
  const tokens = createTokens(options)
  const findProject = createProjectFinder(options)
  let used: Checked['kind'] | undefined
  let temporary = false

  const sign = (request: WireRequest, checked: Checked & { kind: 'access key' }, date: Date, form: SignatureForm) => {
    const { key, securityToken } = checked
    const signing = { form, date, scope: options.scope }
    if (securityToken === undefined) return signSdkHmac(request, key, signing)
    return signSdkHmac(withHeader(request, 'x-security-token', securityToken), key, signing)
  }

  return {
    async authenticate(request, context) {
      const { now, send, refresh } = context
      const checked = checkCredentials(await source.get(now().getTime(), refresh, request))
      used = checked.kind
      temporary = checked.kind === 'access key' && checked.securityToken !== undefined
      if (checked.kind === 'login') {
        const { token, projectId } = await tokens(request, checked.login, context)
        const lookUp = (look: WireRequest) => send(withToken(look, token))
        return withToken(
          inProject(request, options.projectId ?? projectId ?? (await findProject(context, lookUp))),
          token,
        )
      }
      if (checked.kind === 'token') {
        const lookUp = (look: WireRequest) => send(withToken(look, checked.token))
        return withToken(inProject(request, await findProject(context, lookUp)), checked.token)
      }
      // IAM itself is not addressed with a key derived for the KMS.
      const form = options.signature === 'derived' ? 'access' : options.signature
      const lookUp = async (look: WireRequest) => {
        const response = await send(sign(look, checked, now(), form))
        const serverMs = skewedServerMs(response, now().getTime())
        return serverMs === undefined ? response : send(sign(look, checked, new Date(serverMs), form))
      }
      const projectId = options.projectId ?? (await findProject(context, lookUp))
      const named = withHeader(inProject(request, projectId), 'x-project-id', projectId)
      return sign(named, checked, now(), options.signature)
    },

    toError(response, context) {
      const facts = readError(response, context)
      if (facts.code !== 'Unauthenticated' || response.status !== 401) return facts
      if (used === 'access key' && skewedServerMs(response, context.nowMs) !== undefined) {
        return { ...facts, code: 'ClockSkew' }
      }
      // What we obtained ourselves was good once: a 401 means that it no longer is, whatever the gateway calls it.
      const renewable =
        used === 'login' || (typeof options.credentials === 'function' && (temporary || used === 'token'))
      return renewable ? { ...facts, code: 'CredentialsExpired' } : facts
    },
  }
}

function withToken(request: WireRequest, token: string): WireRequest {
  return withHeader(request, 'x-auth-token', token)
}

function withHeader(request: WireRequest, name: string, value: string): WireRequest {
  return { ...request, headers: Object.assign({}, request.headers, { [name]: value }) }
}

function inProject(request: WireRequest, projectId: string): WireRequest {
  if (!request.url.includes(PROJECT_PLACEHOLDER)) return request
  return { ...request, url: request.url.replace(PROJECT_PLACEHOLDER, () => encodeURIComponent(projectId)) }
}

/** The service's time, if the refusal is one of clocks that differ. */
function skewedServerMs(response: WireResponse, signedAtMs: number): number | undefined {
  const serverMs = Date.parse(response.headers['date'] ?? '')
  const skewed = Math.abs(serverMs - signedAtMs) > SIGNATURE_WINDOW_MS - ON_THE_WAY_MS
  return response.status === 401 && skewed ? serverMs : undefined
}

type Send = AuthenticateContext['send']

/** Looks the project up once, unless it is given. */
function createProjectFinder({ projectId, projectName, iamEndpoint }: SessionOptions) {
  const share = createShare<string>()
  let known = projectId
  return async (context: AuthenticateContext, send: Send): Promise<string> => {
    known ??= await share(context.signal, async () =>
      readProjects(await send(projectRequest(iamEndpoint, projectName)), projectName),
    )
    return known
  }
}

/** Tokens by login: kept until shortly before they expire, renewed once for all calls that find them expired. */
function createTokens({ iamEndpoint, projectId, projectName }: SessionOptions) {
  const share = createShare<Login>()
  const usedFor = new WeakMap<WireRequest, Login>()
  let current: Login | undefined
  const project = projectId === undefined ? { name: projectName } : { id: projectId }

  return async (request: WireRequest, credentials: LoginCredentials, context: AuthenticateContext): Promise<Login> => {
    const nowMs = context.now().getTime()
    const kept = current
    // Another call may have renewed the token since this request was refused with the one before.
    const refused = context.refresh && kept !== undefined && usedFor.get(request) === kept
    const login = await (async () => {
      if (kept !== undefined && !refused && nowMs < kept.expiresAtMs - RENEW_BEFORE_MS) return kept
      try {
        return await share(context.signal, () => logIn(iamEndpoint, credentials, project, context.send))
      } catch (error) {
        if (kept !== undefined && !refused && nowMs < kept.expiresAtMs) return kept
        throw error
      }
    })()
    current = login
    usedFor.set(request, login)
    return login
  }
}
