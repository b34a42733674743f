import type { Identity, Kernel, Recognition } from '../shared/engine.ts'
import type { ReceivedRequest } from '../shared/http.ts'
import { parseJson } from '../shared/json.ts'
import { tokenDigest } from './authenticate.ts'
import { textAt } from './iam-call.ts'
import type { Settings } from './options.ts'
import { findProject, regionOfHost, userIdOf } from './projects.ts'
import { matchRoute } from './routes.ts'
import { readSignature } from './sdk-hmac.ts'
import type { Tables } from './tables.ts'

export const isIamPath = (url: URL): boolean => /^\/v3(?:\.0)?(?:\/|$)/.test(url.pathname)

const KMS_PATH = /^\/(?:v1\.0|v2)\/[^/]+\/(?:kms|keystores)(?:\/|$)/
const VERSION_PATH = /^\/(?:v1\.0\/?)?$/ // of a GET without parameters: RPC clouds live at `/` too

type Seen = Pick<ReceivedRequest, 'method' | 'url' | 'headers'> & { readonly body?: Uint8Array }

/** Tells callers apart before anything is verified: for the call log, and for several clouds on one port. */
export const createCallers = (settings: Settings, tables: Tables, { credentials }: Kernel) => {
  /** Who logs in with a password: the only caller that a body names. */
  const loginName = ({ url, body }: Seen): string | undefined => {
    if (body === undefined || url.pathname.replace(/\/$/, '') !== '/v3/auth/tokens') return undefined
    const parsed = parseJson(Buffer.from(body).toString('utf8'))
    const user = ['auth', 'identity', 'password', 'user']
    const id = textAt(parsed, ...user, 'id')
    return textAt(parsed, ...user, 'name') ?? settings.users.find(({ name }) => userIdOf(settings, name) === id)?.name
  }

  /** An access key, or the name of a user. */
  const callerOf = (request: Seen): string | undefined => {
    const signature = readSignature(request.headers)
    if (signature !== undefined) return signature.accessKeyId
    const token = request.headers.get('x-auth-token')
    return token === null ? loginName(request) : tables.tokens.get(tokenDigest(token))?.userName
  }

  const isOurs = (caller: string): boolean =>
    credentials.some(({ accessKeyId }) => accessKeyId === caller) ||
    settings.users.some(({ name }) => name === caller) ||
    settings.agencies.some((agency) => `agency/${agency}` === caller) ||
    tables.temporaryKeys.get(caller) !== undefined

  const speaks = ({ method, url, headers }: Seen): boolean =>
    readSignature(headers) !== undefined ||
    headers.has('x-auth-token') ||
    isIamPath(url) ||
    KMS_PATH.test(url.pathname) ||
    (method === 'GET' && url.search === '' && VERSION_PATH.test(url.pathname))

  return {
    recognise: (request: Seen): Recognition => {
      if (!speaks(request)) return 'no'
      const caller = callerOf(request)
      return caller !== undefined && isOurs(caller) ? 'caller' : 'dialect'
    },
    identify: (request: ReceivedRequest): Identity => {
      const match = matchRoute(settings, request.method, request.url)
      const project = match?.parameters['project_id']
      const ofProject = project === undefined ? undefined : findProject(settings, project)?.region
      const region = regionOfHost(settings, request.url.host) ?? ofProject
      const accessKeyId = callerOf(request)
      return {
        action: match?.action ?? '?',
        ...(region !== undefined && { region }),
        ...(accessKeyId !== undefined && { accessKeyId }),
      }
    },
  }
}
