import type { Call, Output } from '../aws/call.ts'
import type { StructureOf } from '../aws/shapes.ts'
import { inputs } from './inputs.ts'
import type { Limits, Readings } from './options.ts'

/** A call of AWS's engine, with what is Q-KMS's own. */
export interface QCall extends Call {
  readonly readings: Readings
  readonly enabledKeys: Limits['enabledKeys']
  readonly keyGenerationMs: number
  /** `?async=1`: CreateKey does not wait for the key. */
  readonly background: boolean
}

/** Wire name of an operation. */
export type QAction = keyof typeof inputs

export type QInput<A extends QAction> = StructureOf<(typeof inputs)[A]>

export type QHandler<A extends QAction> = (call: QCall, input: QInput<A>) => Output | Promise<Output>

export type QHandlers<A extends QAction = QAction> = { readonly [K in A]: QHandler<K> }

export const isAction = (name: string): name is QAction => Object.hasOwn(inputs, name)

/** An operation of AWS's whose reply has more members than the page shows: these alone are sent. */
export const showing =
  <A extends QAction>(handler: QHandler<A>, ...members: readonly string[]): QHandler<A> =>
  async (call, input) => {
    const output = await handler(call, input)
    return Object.fromEntries(members.map((member) => [member, output?.[member]]))
  }
