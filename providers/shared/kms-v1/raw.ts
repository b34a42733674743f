import { KmsFailure } from '../../../src/errors.ts'
import type { WireRequest } from '../../../src/wire.ts'
import { type Dialect, pathPart, post, request } from './dialect.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const

/**
 * A call by the cloud's own name: a verb (`'describe-key'`), or a method and a path (`'GET user-quotas'`,
 * `'DELETE {key_id}/tags/{key}'`, `'GET /v1.0/{project_id}/keystores'`), taken from `/v1.0/{project_id}/kms/` on
 * unless it starts with a slash. Parameters named in the path go there; the rest is the body, or the query of a GET.
 */
export function rawRequest(
  dialect: Dialect,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
): WireRequest {
  const [first, target, ...more] = action.split(' ')
  const method = METHODS.find((name) => name === first)
  if (method === undefined && target === undefined && /^[a-z/-]+$/.test(action))
    return post(dialect, action, parameters)
  if (method === undefined || target === undefined || more.length > 0) {
    const problem = 'give a verb such as describe-key, or a method and a path such as "GET user-quotas"'
    throw new KmsFailure({ code: 'InvalidInput', field: 'action' }, `action: ${problem}`)
  }
  const rest = new Map(Object.entries(parameters))
  const template = target.startsWith('/') ? target : `/v1.0/{project_id}/kms/${target}`
  const path = template.replace(/\{(\w+)\}/g, (mark: string, name: string) => {
    if (!rest.has(name)) return mark
    const value = pathPart(String(rest.get(name)), name)
    rest.delete(name)
    return value
  })
  if (method !== 'GET') {
    return request(dialect, method, path, method === 'DELETE' && rest.size === 0 ? undefined : Object.fromEntries(rest))
  }
  const query = [...rest].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return request(dialect, method, query.length === 0 ? path : `${path}?${query.join('&')}`)
}
