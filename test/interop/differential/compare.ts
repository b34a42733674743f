import { expect, test } from 'vitest'
import { isKmsError, type KmsClient, type OperationName, operationNames } from '../../../src/index.ts'

// What our client and an official one are asked on the same simulator, and that they are told the same.

/** What each client gave, in the same words. */
export interface Answers {
  readonly ours: unknown
  readonly theirs: unknown
  /** What both must be, where that is known. */
  readonly expected?: unknown
}

/** Asks both clients for one thing. */
export type Comparison = () => Promise<Answers>

export type Comparisons = Readonly<Partial<Record<OperationName, Comparison>>>

/** The same call by each client; it must be refused. */
export interface RefusedCalls {
  readonly ours: () => Promise<unknown>
  readonly theirs: () => Promise<unknown>
}

/** A refusal: `404 NoSuchThing`, and who is to get it. */
export type Refusals = Readonly<Record<string, RefusalCase>>
export type RefusalCase = readonly [expected: string, prepare: () => RefusedCalls | Promise<RefusedCalls>]

export interface OperationTable {
  readonly compared: Comparisons
  /** Operations of ours that no call of the official client stands for, and why. */
  readonly incomparable: Readonly<Partial<Record<OperationName, string>>>
}

/** Is there anything in it that could differ? */
const saysSomething = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value !== undefined && value !== null
  return Object.values(value).some(saysSomething)
}

/** One test for every operation of the table, and one that it has every operation of the cloud. */
export const testOperations = (kms: Pick<KmsClient, 'supports'>, table: OperationTable): void => {
  test.each(Object.entries(table.compared))('%s: both clients get the same', async (_operation, compare) => {
    const { ours, theirs, expected = theirs } = await compare()
    expect({ ours, theirs }).toEqual({ ours: theirs, theirs: expected })
    expect(saysSomething(theirs)).toBe(true)
  })

  test('every operation of ours is compared, or it is said why it cannot be', () => {
    const listed = [...Object.keys(table.compared), ...Object.keys(table.incomparable)]
    expect(listed.sort()).toEqual(operationNames.filter((name) => kms.supports(name)).sort())
  })
}

/** Status and code of what our client throws. */
const ourRefusal = (error: unknown): string => {
  if (!isKmsError(error)) throw error
  return `${error.httpStatus} ${error.providerCode}`
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => {
      throw new Error('the call was not refused')
    },
    (error: unknown) => error,
  )

/** One test for every refusal; `read` gives status and code of what the official client throws. */
export const testRefusals = (cases: Refusals, read: (error: unknown) => string | Promise<string>): void => {
  test.each(Object.entries(cases))('%s: both clients get the same refusal', async (_name, [expected, prepare]) => {
    const { ours, theirs } = await prepare()
    const official = await read(await failureOf(theirs()))
    const own = ourRefusal(await failureOf(ours()))
    expect({ ours: own, theirs: official }).toEqual({ ours: expected, theirs: expected })
  })
}

/** A member of a reply, however deep. */
export const member = (reply: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], reply) // a reply's JSON

/** A list in a reply. */
export const list = (reply: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = member(reply, ...path)
  if (Array.isArray(found)) return found
  throw new Error(`the reply has no list ${path.join('.')}`)
}

/** A text in a reply. */
export const text = (reply: unknown, ...path: readonly (string | number)[]): string => {
  const found = member(reply, ...path)
  if (typeof found === 'string') return found
  throw new Error(`the reply has no text ${path.join('.')}`)
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const fromBase64 = (encoded: string): Uint8Array => Buffer.from(encoded, 'base64')
