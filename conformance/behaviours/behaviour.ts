import { isKmsError, type KmsErrorCode, type OperationName } from '../../src/index.ts'
import { isFinding, type Stage } from '../scenarios/stage.ts'

/** A promise of a cloud that is not about one call in one state. */
export interface Behaviour {
  /** Names it in reports and filters: `context-is-bound`. */
  readonly id: string
  /** A sentence that is true of a cloud that conforms. */
  readonly title: string
  /** The operation it is mostly about. */
  readonly operation: OperationName
  /** The clouds that make the promise, and the page where each does. */
  readonly promisedBy: Readonly<Record<string, string>>
  /** It takes days or hours, which no run on a real account can wait for. */
  readonly takesTime?: true
  /** Rejects with {@link Deviation} if the promise is not kept. */
  readonly check: (stage: Stage) => Promise<void>
}

/** A behaviour before anybody promises it: who does is in `promises/`, one file per cloud. */
export type Check = Omit<Behaviour, 'promisedBy'>

/** The pages on which a cloud promises behaviours, by their ids: an address, or the id of one of the matrix's sources. */
export type Promises = Readonly<Record<string, string>>

/** The target does not do what a behaviour promises. */
export class Deviation extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Deviation'
  }
}

/** The condition holds, or the target deviates. */
export function must(condition: boolean, otherwise: string): void {
  if (!condition) throw new Deviation(otherwise)
}

/** The call is refused with one of these codes, or the target deviates. */
export async function mustRefuse(
  what: string,
  codes: readonly KmsErrorCode[],
  call: () => Promise<unknown>,
): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!isKmsError(error) || (!isFinding(error) && !codes.includes(error.code))) throw error
    if (codes.includes(error.code)) return
    throw new Deviation(`${what}: expected ${codes.join(' or ')}, observed ${error.message}`)
  }
  throw new Deviation(`${what}: expected ${codes.join(' or ')}, but it was accepted`)
}

/** The call is accepted, or the target deviates. */
export async function mustAccept<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!isKmsError(error) || !isFinding(error)) throw error
    throw new Deviation(`${what}: ${error.message}`)
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
