import type { Json } from '../shared/json.ts'
import { authenticateForIam } from './authenticate.ts'
import { iamRefusal } from './errors.ts'
import { bodyOf, DOMAIN, type IamCall, type IamHandler, isoMicroseconds, member, serviceUrl } from './iam-call.ts'
import { catalogOf, checkToken, createToken, logIn } from './iam-tokens.ts'
import { findProject, projectsOf } from './projects.ts'

const SHORTEST_SECONDS = 900
const LONGEST_SECONDS = 86_400
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const linksTo = ({ request }: IamCall) => ({ self: request.url.href, previous: null, next: null })

/** `GET /v3/projects?name=…`, for the project id of a Region. */
const listProjects: IamHandler = (call) => {
  authenticateForIam(call)
  const wanted = call.request.url.searchParams
  const asked = (name: string, value: string) => (wanted.get(name) ?? value) === value
  const projects = projectsOf(call.settings)
    .filter(({ id, name }) => asked('id', id) && asked('name', name) && asked('domain_id', DOMAIN.id))
    .map(({ id, name, region }) => ({
      id,
      name,
      domain_id: DOMAIN.id,
      parent_id: DOMAIN.id,
      is_domain: false,
      enabled: true,
      description: '',
      links: { self: `${serviceUrl(call.settings, call.request.url, 'iam', region)}/v3/projects/${id}` },
    }))
  return { body: { projects, links: linksTo(call) } }
}

const listDomains: IamHandler = (call) => {
  authenticateForIam(call)
  const name = call.request.url.searchParams.get('name') ?? DOMAIN.name
  const domains = name === DOMAIN.name ? [{ ...DOMAIN, enabled: true, description: '', links: {} }] : []
  return { body: { domains, links: linksTo(call) } }
}

const listRegions: IamHandler = (call) => {
  authenticateForIam(call)
  const regions = call.settings.profile.regions.map((id) => ({ id, type: 'public', description: '', links: {} }))
  return { body: { regions, links: linksTo(call) } }
}

const listCatalog: IamHandler = (call) => {
  const { projectId } = authenticateForIam(call)
  // Endpoints are built from the id without a look at it: KMS itself says what it thinks of an unknown project.
  const unknown = (id: string) => ({ id, name: id, region: call.settings.profile.defaultRegion })
  const project = projectId === undefined ? undefined : (findProject(call.settings, projectId) ?? unknown(projectId))
  return { body: { catalog: catalogOf(call, project), links: linksTo(call) } }
}

const secondsOf = (value: Json | undefined): number => {
  const seconds = value === undefined ? SHORTEST_SECONDS : Number(value)
  if (Number.isInteger(seconds) && seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds
  throw iamRefusal('IAM.0007', 400, 'Request parameter duration_seconds is invalid.')
}

const randomWord = ({ random }: IamCall, length: number): string =>
  Array.from(random.bytes(length), (byte) => ALPHABET[byte & 0x1f]).join('')

/** `POST /v3.0/OS-CREDENTIAL/securitytokens`: temporary AK/SK for the holder of a token. */
const createTemporaryKey: IamHandler = (call) => {
  const identity = member(member(bodyOf(call), 'auth'), 'identity')
  const { userName } = logIn(call, identity)
  const seconds = secondsOf(
    member(member(identity, 'token'), 'duration_seconds') ??
      member(member(identity, 'assume_role'), 'duration_seconds'),
  )
  const expiresAtMs = call.nowMs + seconds * 1_000
  const key = {
    accessKeyId: randomWord(call, 20),
    secret: randomWord(call, 40),
    securityToken: Buffer.from(call.random.bytes(192)).toString('base64'),
    userName,
    expiresAtMs,
  }
  call.state.temporaryKeys.put(key.accessKeyId, key)
  const credential = {
    access: key.accessKeyId,
    secret: key.secret,
    securitytoken: key.securityToken,
    expires_at: isoMicroseconds(expiresAtMs),
  }
  return { status: 201, body: { credential } }
}

const describeVersion: IamHandler = ({ request }) => ({
  body: {
    version: {
      id: 'v3.6',
      status: 'stable',
      updated: '2016-04-04T00:00:00Z',
      links: [{ rel: 'self', href: `${request.url.origin}/v3/` }],
      'media-types': [{ type: 'application/vnd.openstack.identity-v3+json', base: 'application/json' }],
    },
  },
})

export const iamHandlers = {
  'iam:create-token': createToken,
  'iam:check-token': checkToken(authenticateForIam),
  'iam:create-temporary-key': createTemporaryKey,
  'iam:list-projects': listProjects,
  'iam:list-domains': listDomains,
  'iam:list-regions': listRegions,
  'iam:list-catalog': listCatalog,
  'iam:describe-version': describeVersion,
} satisfies Record<string, IamHandler>
