import type { Explanation, KeyFacts, Step as Move } from '../../../conformance/atlas.ts'
import {
  adviceFor,
  type KeyMetadata,
  type KeyState,
  type KmsClient,
  type KmsError,
  type OperationName,
} from '../../index.ts'
import { adviceAtTerminal } from './advice.ts'
import type { InCommands } from './in-commands.ts'

/** What a program whose call failed can do about it. */
export interface Advice {
  /** A sentence for each thing to know or do. */
  readonly hints: readonly string[]
  readonly state?: string | undefined
  /** States in which the operation is allowed. */
  readonly allowedIn?: readonly string[]
  /** Operations that the key's present state allows. */
  readonly allowedNow?: readonly OperationName[]
  /** The shortest way to a state in which it is: `PendingDeletion → cancelKeyDeletion → Disabled`. */
  readonly way?: string | undefined
}

interface Cause extends Explanation {
  readonly allowedNow: readonly OperationName[]
  readonly keyId: string | undefined
}

/** Advice by the tables of key states, in the names of operations. */
export async function advise(kms: KmsClient, error: KmsError): Promise<Advice> {
  const cause = await causeOf(kms, error)
  if (cause === undefined) return { hints: adviceFor(error.code) }
  const { state, allowedIn, allowedNow, text } = cause
  const hints = [
    `The key is ${state}.`,
    ...(allowedIn.length > 0 ? [`${error.operation} is allowed in ${allowedIn.join(', ')}.`] : []),
    ...(text ? [`The shortest way: ${text}`] : [NO_WAY]),
    ...(allowedNow.length > 0 ? [`Its state allows: ${allowedNow.join(', ')}.`] : []),
  ]
  return { hints, state, allowedIn, allowedNow, way: text || undefined }
}

/** The same for people, as the commands to type. */
export async function adviseInCommands(kms: KmsClient, error: KmsError, words: InCommands): Promise<readonly string[]> {
  const cause = await causeOf(kms, error)
  if (cause === undefined) return adviceAtTerminal(error.code).map(words.translate)
  const { state, allowedIn, allowedNow, way, keyId } = cause
  const commands = allowedNow.flatMap((operation) => words.nameOf(operation) ?? [])
  const name = words.nameOf(error.operation) ?? error.operation
  return [
    `The key is ${state}.`,
    ...(allowedIn.length > 0 ? [`${name} is allowed in ${allowedIn.join(', ')}.`] : []),
    ...(way === undefined ? [NO_WAY] : wayInCommands(state, way, words, keyId)),
    ...(commands.length > 0 ? [`Its state allows: ${[...new Set(commands)].join(', ')}.`] : []),
  ]
}

const NO_WAY = 'No documented call leads from here to such a state.'

/** After these the key is worth less than before: nobody should type them to get an error out of the way. */
const HARMFUL: readonly OperationName[] = ['disableKey', 'scheduleKeyDeletion', 'deleteKeyMaterial']

/** The commands of a way from one state to another, each on a line of its own; nothing for a way that does harm. */
export function wayInCommands(
  from: KeyState,
  way: readonly Move[],
  { lineFor }: InCommands,
  keyId?: string,
): readonly string[] {
  if (way.some(({ operation }) => HARMFUL.includes(operation))) return []
  const states = [from, ...way.map(({ to }) => to)].join(' → ')
  return [`The shortest way, ${states}:`, ...way.map(({ operation }) => `  ${lineFor(operation, keyId) ?? operation}`)]
}

/** The key's own id in place of its alias, which hardly any call that changes a key takes. */
export function commandable(asked: string, key: KeyMetadata | undefined): string {
  return key !== undefined && asked.includes('alias/') ? key.keyId : asked
}

/** Why a key's state was the reason, after looking at the key if the error does not tell its state. */
async function causeOf(kms: KmsClient, error: KmsError): Promise<Cause | undefined> {
  if (error.code !== 'InvalidKeyState') return undefined
  const { explain, isMatrixCloud, operationsAllowedIn } = await import('../../../conformance/atlas.ts')
  const key =
    error.keyId === undefined ? undefined : await kms.describeKey({ keyId: error.keyId }).catch(() => undefined)
  const state = error.keyState ?? key?.state
  if (state === undefined || !isMatrixCloud(error.provider)) return undefined
  const facts: KeyFacts = { origin: key?.origin === 'EXTERNAL' ? 'EXTERNAL' : 'PROVIDER' }
  const found = explain(error, { ...facts, state })
  const keyId = error.keyId && commandable(error.keyId, key)
  return found && { ...found, keyId, allowedNow: operationsAllowedIn(error.provider, state, facts) }
}
