import type { Limits, Quota } from '../../../src/limits.ts'
import type { Bindings, Provider } from '../../../src/provider.ts'
import type { Dialect } from './dialect.ts'
import { rawRequest } from './raw.ts'
import type { Session } from './session.ts'
import { requestIdOf } from './to-error.ts'

export interface Parts {
  readonly id: string
  readonly dialect: Dialect
  readonly bindings: Bindings
  readonly limits: Limits
  readonly quotas: readonly Quota[]
  readonly session: Session
}

export function createKmsV1Provider({ id, dialect, bindings, limits, quotas, session }: Parts): Provider {
  return {
    id,
    limits,
    quotas,
    bindings,
    authenticate: session.authenticate,
    toError: session.toError,
    requestId: requestIdOf,
    raw: (action, parameters) => rawRequest(dialect, action, parameters),
  }
}
