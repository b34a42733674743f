import { isJsonObject, type Json } from '../shared/json.ts'
import { type Principal, tokenDigest, validToken } from './authenticate.ts'
import { keystoneRefusal, loginFailed } from './errors.ts'
import {
  badRequest,
  bodyOf,
  DOMAIN,
  type IamCall,
  type IamHandler,
  isoMicroseconds,
  member,
  serviceUrl,
  textAt,
} from './iam-call.ts'
import type { Settings, User } from './options.ts'
import { findProject, projectsOf, type RegionProject, userIdOf } from './projects.ts'
import { isPasscode } from './totp.ts'
import type { TokenRow } from './types.ts'

/** "The validity period of a token is 24 hours." */
const TOKEN_MS = 86_400_000
const TOKEN_BYTES = 1_536

const ownDomain = (domain: Json | undefined): boolean => {
  const id = textAt(domain, 'id')
  const name = textAt(domain, 'name')
  return id === undefined ? name === DOMAIN.name : id === DOMAIN.id
}

/** The user that name and domain, or an id, stand for. */
const findUser = (settings: Settings, user: Json | undefined): User | undefined => {
  const id = textAt(user, 'id')
  const name = textAt(user, 'name')
  if (id === undefined && (name === undefined || member(user, 'domain') === undefined))
    throw badRequest('a user needs an id, or a name and a domain')
  return settings.users.find((known) =>
    id === undefined ? known.name === name && ownDomain(member(user, 'domain')) : userIdOf(settings, known.name) === id,
  )
}

interface Login {
  readonly userName: string
  readonly expiresAtMs: number
}

const byPassword = (call: IamCall, identity: Json | undefined, methods: readonly string[]): Login => {
  const user = member(member(identity, 'password'), 'user')
  const password = textAt(user, 'password')
  if (password === undefined) throw badRequest('the password is missing')
  const known = findUser(call.settings, user)
  if (known?.password !== password) throw loginFailed()
  const passcode = textAt(identity, 'totp', 'user', 'passcode')
  const wantsPasscode = known.totpSecret !== undefined || methods.includes('totp')
  const passes = known.totpSecret !== undefined && isPasscode(known.totpSecret, passcode ?? '', call.wallMs)
  if (wantsPasscode && !passes) throw loginFailed()
  return { userName: known.name, expiresAtMs: call.nowMs + TOKEN_MS }
}

/** Re-scoping: the new token ends when the old one does. */
const byToken = (call: IamCall, identity: Json | undefined): Login => {
  const given = textAt(identity, 'token', 'id') ?? call.request.headers.get('x-auth-token') ?? ''
  const row = validToken(call, given)
  if (row === undefined) throw loginFailed()
  return row
}

/** The caller's own token, and an agency that trusts it. */
const byAgency = (call: IamCall, identity: Json | undefined): Login => {
  const { expiresAtMs } = byToken(call, identity)
  const role = member(identity, 'assume_role')
  const agency = textAt(role, 'agency_name')
  if (agency === undefined) throw badRequest('agency_name is missing')
  const named = textAt(role, 'domain_name') === DOMAIN.name || textAt(role, 'domain_id') === DOMAIN.id
  if (!named || !call.settings.agencies.includes(agency))
    throw keystoneRefusal(404, `Could not find agency: ${agency}.`)
  return { userName: `agency/${agency}`, expiresAtMs }
}

const methodsOf = (identity: Json | undefined): readonly string[] => {
  const methods = member(identity, 'methods')
  if (!Array.isArray(methods) || methods.length === 0) throw badRequest('identity.methods is missing')
  return methods.filter((method) => typeof method === 'string')
}

export const logIn = (call: IamCall, identity: Json | undefined): Login => {
  const methods = methodsOf(identity)
  if (methods.includes('password')) return byPassword(call, identity, methods)
  if (methods.includes('assume_role') || methods.includes('hw_assume_role')) return byAgency(call, identity)
  if (methods.includes('token')) return byToken(call, identity)
  throw loginFailed()
}

/** The project asked for; none for an account-level token. A project goes before a domain. */
const scopeOf = (settings: Settings, scope: Json | undefined): RegionProject | undefined => {
  const project = member(scope, 'project')
  if (project === undefined) return undefined
  const id = textAt(project, 'id')
  const name = textAt(project, 'name')
  if (id === undefined && name === undefined) throw badRequest('a project needs an id or a name')
  const domain = member(project, 'domain')
  const found = projectsOf(settings).find((known) => (id === undefined ? known.name === name : known.id === id))
  if (found === undefined || (domain !== undefined && !ownDomain(domain)))
    throw keystoneRefusal(404, `Could not find project: ${id ?? name}.`)
  return found
}

/**
 * Where the services are, in Keystone's form. KMS is there under both names that OTC's clients look for: its Python
 * client appends the project to `kms`, its Go client finds it in `kmsv1`.
 */
export const catalogOf = ({ settings, request }: IamCall, project: RegionProject | undefined) => {
  const region = project?.region ?? settings.profile.defaultRegion
  const entry = (type: string, url: string) => ({
    id: tokenDigest(`service ${type}`).slice(0, 32),
    type,
    name: type,
    endpoints: [
      {
        id: tokenDigest(`endpoint ${type} ${region}`).slice(0, 32),
        interface: 'public',
        region,
        region_id: region,
        url,
      },
    ],
  })
  const kms = `${serviceUrl(settings, request.url, 'kms', region)}/v1.0`
  return [
    entry('identity', `${serviceUrl(settings, request.url, 'iam', region)}/v3`),
    entry('kms', kms),
    entry('kmsv1', project === undefined ? kms : `${kms}/${project.id}`),
  ]
}

const tokenView = (call: IamCall, row: TokenRow) => {
  const { settings, request } = call
  const project = row.projectId === undefined ? undefined : findProject(settings, row.projectId)
  return {
    token: {
      expires_at: isoMicroseconds(row.expiresAtMs),
      issued_at: isoMicroseconds(row.issuedAtMs),
      methods: row.methods,
      ...(project === undefined
        ? { domain: DOMAIN }
        : { project: { id: project.id, name: project.name, domain: DOMAIN } }),
      user: { id: userIdOf(settings, row.userName), name: row.userName, domain: DOMAIN, password_expires_at: '' },
      roles: [{ id: '0', name: 'te_admin' }],
      ...(request.url.searchParams.get('nocatalog') === null && { catalog: catalogOf(call, project) }),
    },
  }
}

export const createToken: IamHandler = (call) => {
  const auth = member(bodyOf(call), 'auth')
  const identity = member(auth, 'identity')
  if (!isJsonObject(identity)) throw badRequest('auth.identity is missing')
  const login = logIn(call, identity)
  const project = scopeOf(call.settings, member(auth, 'scope'))
  const token = `MII${Buffer.from(call.random.bytes(TOKEN_BYTES)).toString('base64url')}`
  const row: TokenRow = {
    userName: login.userName,
    methods: methodsOf(identity),
    issuedAtMs: call.nowMs,
    expiresAtMs: login.expiresAtMs,
    ...(project !== undefined && { projectId: project.id }),
  }
  call.state.tokens.put(tokenDigest(token), row)
  return { status: 201, headers: { 'x-subject-token': token }, body: tokenView(call, row) }
}

/** Whether somebody's token is still good; the caller must hold one of his own. */
export const checkToken =
  (authenticate: (call: IamCall) => Principal): IamHandler =>
  (call) => {
    authenticate(call)
    const subject = call.request.headers.get('x-subject-token') ?? ''
    const row = validToken(call, subject)
    if (row === undefined) throw keystoneRefusal(404, 'Could not find token.')
    return { headers: { 'x-subject-token': subject }, body: tokenView(call, row) }
  }
