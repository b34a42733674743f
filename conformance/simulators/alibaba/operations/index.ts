import type { Handler, Handlers } from '../call.ts'
import type { Action } from '../inputs.ts'
import { alias } from './alias.ts'
import { asymmetric } from './asymmetric.ts'
import { createKey } from './create-key.ts'
import { dataKey } from './data-key.ts'
import { encrypt } from './encrypt.ts'
import { importing } from './import.ts'
import { lifecycle } from './lifecycle.ts'
import { listKeys } from './list-keys.ts'
import { mac } from './mac.ts'
import { policy } from './policy.ts'
import { service } from './service.ts'
import { tag } from './tag.ts'
import { tagResources } from './tag-resources.ts'
import { version } from './version.ts'

/** Every declared action has its handler: the annotation makes a missing one an error. */
const handlers: Handlers = {
  ...createKey,
  ...lifecycle,
  ...listKeys,
  ...version,
  ...alias,
  ...importing,
  ...encrypt,
  ...dataKey,
  ...asymmetric,
  ...mac,
  ...tag,
  ...tagResources,
  ...policy,
  ...service,
}

export const handlerOf = <A extends Action>(action: A): Handler<A> => handlers[action]
