import type { QAction, QHandler, QHandlers } from '../call.ts'
import { encryption } from './encryption.ts'
import { lifecycle } from './lifecycle.ts'
import { material } from './material.ts'
import { region } from './region.ts'
import { resources } from './resources.ts'
import { signing } from './signing.ts'

/** Every operation with a page has its handler: the annotation makes a missing one an error. */
const handlers: QHandlers = { ...lifecycle, ...region, ...resources, ...material, ...encryption, ...signing }

export const handlerOf = <A extends QAction>(action: A): QHandler<A> => handlers[action]
