import type { KmsClient, KmsError, OperationName } from '../../index.ts'
import { adviceFor } from '../../index.ts'

/** What somebody whose call failed can do about it. */
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

/** Explains an error by the tables of key states, after looking at the key if the error does not tell its state. */
export async function advise(kms: KmsClient, error: KmsError): Promise<Advice> {
  const general = adviceFor(error.code)
  if (error.code !== 'InvalidKeyState') return { hints: general }
  const { explain, isMatrixCloud, operationsAllowedIn } = await import('../../../conformance/atlas.ts')
  const key =
    error.keyId === undefined ? undefined : await kms.describeKey({ keyId: error.keyId }).catch(() => undefined)
  const state = error.keyState ?? key?.state
  if (state === undefined || !isMatrixCloud(error.provider)) return { hints: general }
  const origin = key?.origin === 'EXTERNAL' ? 'EXTERNAL' : 'PROVIDER'
  const found = explain(error, { state, origin })
  const allowedIn = found?.allowedIn ?? []
  const allowedNow = operationsAllowedIn(error.provider, state, { origin })
  const hints = [
    `The key is ${state}.`,
    ...(allowedIn.length > 0 ? [`${error.operation} is allowed in ${allowedIn.join(', ')}.`] : []),
    ...(found?.text ? [`The shortest way: ${found.text}`] : ['No documented call leads from here to such a state.']),
    ...(allowedNow.length > 0 ? [`Its state allows: ${allowedNow.join(', ')}.`] : []),
  ]
  return { hints, state, allowedIn, allowedNow, way: found?.text || undefined }
}
