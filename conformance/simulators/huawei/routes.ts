import { iamHandlers } from './iam.ts'
import { type KmsAction, operations } from './operations/index.ts'
import type { Settings } from './options.ts'

export type Action = KmsAction | keyof typeof iamHandlers | 'list-versions' | 'describe-version'

/** Operations whose path is not `POST /v1.0/{project_id}/kms/<name>`. */
const OTHER_PATHS: Readonly<Partial<Record<Action, string>>> = {
  'user-instances': 'GET /v1.0/{project_id}/kms/user-instances',
  'user-quotas': 'GET /v1.0/{project_id}/kms/user-quotas',
  'add-tag': 'POST /v1.0/{project_id}/kms/{key_id}/tags',
  'batch-tags': 'POST /v1.0/{project_id}/kms/{key_id}/tags/action',
  'delete-tag': 'DELETE /v1.0/{project_id}/kms/{key_id}/tags/{key}',
  'list-tags': 'GET /v1.0/{project_id}/kms/{key_id}/tags',
  'list-project-tags': 'GET /v1.0/{project_id}/kms/tags',
  'list-keys-by-tag': 'POST /v1.0/{project_id}/kms/resource_instances/action',
  'create-alias': 'POST /v1.0/{project_id}/kms/aliases',
  'delete-aliases': 'DELETE /v1.0/{project_id}/kms/aliases',
  'list-aliases': 'GET /v1.0/{project_id}/kms/aliases',
  'associate-alias': 'POST /v1.0/{project_id}/kms/alias/associate',
  'create-keystore': 'POST /v1.0/{project_id}/keystores',
  'list-keystores': 'GET /v1.0/{project_id}/keystores',
  'describe-keystore': 'GET /v1.0/{project_id}/keystores/{keystore_id}',
  'delete-keystore': 'DELETE /v1.0/{project_id}/keystores/{keystore_id}',
  'enable-keystore': 'POST /v1.0/{project_id}/keystores/{keystore_id}/enable',
  'disable-keystore': 'POST /v1.0/{project_id}/keystores/{keystore_id}/disable',
  'replicate-key': 'POST /v2/{project_id}/kms/keys/{key_id}/replicate',
  'update-primary-region': 'PUT /v2/{project_id}/kms/keys/{key_id}/update-primary-region',
  'list-replica-regions': 'GET /v2/{project_id}/kms/regions',
  'list-versions': 'GET /',
  'describe-version': 'GET /v1.0',
  'iam:create-token': 'POST /v3/auth/tokens',
  'iam:check-token': 'GET /v3/auth/tokens',
  'iam:create-temporary-key': 'POST /v3.0/OS-CREDENTIAL/securitytokens',
  'iam:list-projects': 'GET /v3/projects',
  'iam:list-domains': 'GET /v3/auth/domains',
  'iam:list-regions': 'GET /v3/regions',
  'iam:list-catalog': 'GET /v3/auth/catalog',
  'iam:describe-version': 'GET /v3',
}

interface Route {
  readonly action: Action
  readonly method: string
  readonly segments: readonly string[]
}

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '')

const routeOf = (action: Action): Route => {
  const [method = '', path = ''] = (OTHER_PATHS[action] ?? `POST /v1.0/{project_id}/kms/${action}`).split(' ')
  return { action, method, segments: segmentsOf(path) }
}

const ACTIONS: readonly Action[] = [
  ...(Object.keys(operations) as KmsAction[]), // the keys of that very table
  ...(Object.keys(iamHandlers) as (keyof typeof iamHandlers)[]), // likewise
  'list-versions',
  'describe-version',
]

const routesByLength = (routes: readonly Route[]): ReadonlyMap<number, readonly Route[]> => {
  const found = new Map<number, Route[]>()
  for (const route of routes) found.set(route.segments.length, [...(found.get(route.segments.length) ?? []), route])
  return found
}

const ROUTES = routesByLength(ACTIONS.map(routeOf))

export interface Match {
  readonly action: Action
  /** `false`: the path is there, but not with this method. */
  readonly methodFits: boolean
  readonly parameters: Readonly<Record<string, string>>
}

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

const parametersOf = (route: Route, segments: readonly string[]): Readonly<Record<string, string>> | undefined => {
  // The last segments tell most paths apart, so they are compared first.
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const wanted = route.segments[index] ?? ''
    if (!wanted.startsWith('{') && wanted !== segments[index]) return undefined
  }
  const named = route.segments.flatMap((wanted, index) =>
    wanted.startsWith('{') ? [[wanted.slice(1, -1), decode(segments[index] ?? '')] as const] : [],
  )
  return Object.fromEntries(named)
}

/** What a request asks for, if the cloud publishes it. */
export const matchRoute = (settings: Settings, method: string, url: URL): Match | undefined => {
  const segments = segmentsOf(url.pathname)
  let other: Match | undefined
  for (const route of ROUTES.get(segments.length) ?? []) {
    const parameters = parametersOf(route, segments)
    if (parameters === undefined || !isPublished(settings, route.action)) continue
    const match = { action: route.action, methodFits: route.method === method, parameters }
    if (match.methodFits) return match
    other ??= match
  }
  return other
}

const isPublished = ({ profile, features }: Settings, action: Action): boolean => {
  const feature = profile.withdrawn[action]
  return !profile.absent.includes(action) && (feature === undefined || features[feature])
}
