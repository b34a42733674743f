import type { Handler, Handlers } from '../call.ts'
import type { Action } from '../inputs.ts'
import { alias } from './alias.ts'
import { cryptographic } from './cryptographic.ts'
import { grant } from './grant.ts'
import { importing } from './import.ts'
import { keyStore } from './key-store.ts'
import { lifecycle } from './lifecycle.ts'
import { policy } from './policy.ts'
import { region } from './region.ts'
import { rotation } from './rotation.ts'
import { tag } from './tag.ts'

/** Every operation of the model has its handler: the annotation makes a missing one an error. */
const handlers: Handlers = {
  ...lifecycle,
  ...alias,
  ...tag,
  ...policy,
  ...grant,
  ...rotation,
  ...importing,
  ...region,
  ...keyStore,
  ...cryptographic,
}

export const handlerOf = <A extends Action>(action: A): Handler<A> => handlers[action]
