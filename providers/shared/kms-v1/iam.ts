import * as z from 'zod/mini'
import { KmsFailure } from '../../../src/errors.ts'
import type { AuthenticateContext } from '../../../src/provider.ts'
import type { WireRequest, WireResponse } from '../../../src/wire.ts'
import { factsWithoutCode, parseObject } from '../error-table.ts'
import { once } from '../once.ts'
import { mapped, someText } from '../schemas.ts'
import type { Agency, LoginCredentials, PasswordCredentials } from './credentials.ts'
import { iamErrors } from './gateway-errors.ts'
import { readErrorBody } from './to-error.ts'

/** Which project: an id, or the name that IAM knows it by. */
export type ProjectScope = { readonly id: string } | { readonly name: string }

export interface Login {
  readonly token: string
  readonly expiresAtMs: number
  readonly projectId: string | undefined
}

type Send = AuthenticateContext['send']

/**
 * Obtains a token of the project; it lives 24 hours.
 *
 * @see https://github.com/opentelekomcloud-docs/identity-access-management api-ref/source/apis/token_management
 */
export async function logIn(
  iamEndpoint: string,
  credentials: LoginCredentials,
  project: ProjectScope,
  send: Send,
): Promise<Login> {
  const obtain = (identity: object, scope: object, token?: string) =>
    obtainToken(tokenRequest(iamEndpoint, { auth: { identity, scope } }, token), send)
  const { agency } = credentials
  if (agency === undefined) return obtain(identityOf(credentials), { project })
  // An agency is taken on by showing a token of one's own account.
  const own = 'sourceToken' in credentials ? credentials.sourceToken : await ownToken(credentials, obtain)
  return obtain({ methods: ['assume_role'], assume_role: assumed(agency) }, { project }, own)
}

async function ownToken(
  credentials: PasswordCredentials,
  obtain: (identity: object, scope: object) => Promise<Login>,
): Promise<string> {
  const { token } = await obtain(identityOf(credentials), { domain: domainOf(credentials) })
  return token
}

function tokenRequest(iamEndpoint: string, body: object, token: string | undefined): WireRequest {
  return {
    method: 'POST',
    // Without the catalogue of all services, which is the larger part of the reply.
    url: `${iamEndpoint}/v3/auth/tokens?nocatalog=true`,
    headers: {
      'content-type': 'application/json;charset=utf8',
      ...(token !== undefined && { 'x-auth-token': token }),
    },
    body: JSON.stringify(body),
  }
}

function identityOf(credentials: LoginCredentials): object {
  if ('sourceToken' in credentials) return { methods: ['token'], token: { id: credentials.sourceToken } }
  const { userId, username, password, passcode } = credentials
  const user = userId === undefined ? { name: username, domain: domainOf(credentials) } : { id: userId }
  const identity = { methods: ['password'], password: { user: { ...user, password } } }
  if (passcode === undefined) return identity
  return { ...identity, methods: ['password', 'totp'], totp: { user: { ...user, passcode } } }
}

function domainOf({ domainId, domainName }: { domainId?: string | undefined; domainName?: string | undefined }) {
  return domainId === undefined ? { name: domainName } : { id: domainId }
}

function assumed({ name, domainId, domainName }: Agency) {
  const domain = domainId === undefined ? { domain_name: domainName } : { domain_id: domainId }
  return { ...domain, agency_name: name }
}

const issued = once(() =>
  z.object({
    token: z.object({
      expires_at: z.pipe(
        mapped(z.string(), (text) => Date.parse(text)),
        z.number(),
      ),
      project: z.nullish(z.object({ id: someText })),
    }),
  }),
)

async function obtainToken(request: WireRequest, send: Send): Promise<Login> {
  const response = await send(request)
  if (response.status !== 200 && response.status !== 201)
    throw refusal(response, 'IAM refused the login: check user, password, domain and iamEndpoint')
  const token = response.headers['x-subject-token']
  const body = issued().safeParse(parseObject(response.body))
  if (token === undefined || token === '' || !body.success) throw unreadable('the login')
  const { expires_at: expiresAtMs, project } = body.data.token
  return { token, expiresAtMs, projectId: project?.id }
}

/** The request that looks a project up by its name, still to be authenticated. */
export function projectRequest(iamEndpoint: string, name: string): WireRequest {
  const url = `${iamEndpoint}/v3/projects?name=${encodeURIComponent(name)}`
  return { method: 'GET', url, headers: { 'content-type': 'application/json' }, body: '' }
}

const projectList = once(() => z.object({ projects: z.array(z.object({ id: someText, name: z.string() })) }))

/** The id of the one project of that name. */
export function readProjects(response: WireResponse, name: string): string {
  if (response.status !== 200)
    throw refusal(response, 'IAM refused to look up the project: give projectId, or allow the caller to list projects')
  const body = projectList().safeParse(parseObject(response.body))
  if (!body.success) throw unreadable('the project look-up')
  const found = body.data.projects.filter((project) => project.name === name)
  const [project] = found
  if (project !== undefined && found.length === 1) return project.id
  const problem = `IAM knows ${found.length} projects named ${name}; give projectId`
  throw new KmsFailure({ code: 'InvalidInput', field: 'projectId' }, problem)
}

/** What IAM's refusal means for the call that needed it, by status: no page lists the codes of its bodies. */
function refusal(response: WireResponse, what: string): KmsFailure {
  const { status: httpStatus } = response
  const { code, retry } = iamErrors[String(httpStatus)] ?? factsWithoutCode(response)
  const notTheInput = ['InvalidInput', 'NotFound', 'Unmapped'].includes(code) ? 'Unauthenticated' : code
  const facts = { code: notTheInput, retry, retryAfter: response.headers['retry-after'] }
  return new KmsFailure({ ...facts, providerCode: readErrorBody(response.body)?.code, httpStatus }, what)
}

function unreadable(what: string): KmsFailure {
  return new KmsFailure(
    { code: 'InvalidResponse', retry: 'transient' },
    `IAM's reply to ${what} does not have the documented shape`,
  )
}
