/**
 * The checks operations share. Each handler calls them in the order: key exists, not a default key, origin, type and
 * usage, state, then what is special to it.
 */

import type { Call } from './call.ts'
import { refusal } from './errors.ts'
import { isKeyId } from './fields.ts'
import { type AsymmetricFamily, familyOf } from './specs.ts'
import { placeOf } from './tables.ts'
import { type KeyRow, STATE } from './types.ts'

const findKey = (call: Call, keyId: string): KeyRow | undefined => call.state.keys.get(placeOf(call.projectId, keyId))

/** The key an `alias/…` or a URN names: an alias of the alias API, else the key of that name. */
const findByReference = (call: Call, reference: string): KeyRow | undefined => {
  const name = reference.startsWith('alias/')
    ? reference.slice('alias/'.length)
    : reference.split(':').slice(4).join(':')
  const alias = call.state.aliases.get(placeOf(call.region, `alias/${name}`))
  if (alias !== undefined && alias.projectId === call.projectId) return findKey(call, alias.keyId)
  return call.state.keys.all('name', placeOf(call.projectId, name))[0]
}

/** The key an id (or, where the fields let it through, a reference) means, whatever its state. */
export const resolveKey = (call: Call, keyId: string): KeyRow => {
  const key = isKeyId(keyId) ? findKey(call, keyId) : findByReference(call, keyId)
  if (key === undefined) throw refusal('KMS.0207')
  return key
}

/** The same for operations that a default key refuses in any state. */
export const resolveCustomerKey = (call: Call, keyId: string): KeyRow => {
  const key = resolveKey(call, keyId)
  if (key.isDefault) throw refusal('KMS.0211')
  return key
}

/** The state rule of everything that uses a key: enabled. */
export const requireUsable = ({ stateCodes }: Call, key: KeyRow): void => {
  switch (key.state) {
    case STATE.enabled:
      return
    case STATE.disabled:
      throw refusal('KMS.0209')
    case STATE.pendingDeletion:
      throw refusal('KMS.0210')
    case STATE.pendingImport:
      throw refusal(stateCodes.pendingImport)
    case STATE.frozen:
      throw refusal(stateCodes.frozen)
    default:
      throw refusal(stateCodes.creating)
  }
}

/** The state rule of changes that leave the key's use alone: all but keys pending deletion. */
export const refusePendingDeletion = (key: KeyRow): void => {
  if (key.state === STATE.pendingDeletion) throw refusal('KMS.0210')
}

/** Data keys are made under symmetric keys alone. */
export const requireSymmetric = (key: KeyRow): void => {
  const family = familyOf(key.spec)
  if (family === 'HMAC') throw refusal('KMS.0341')
  if (family !== 'symmetric') throw refusal('KMS.0325')
}

/** The family of a key pair; symmetric and HMAC keys are refused, the former with the code given. */
export const requirePair = (key: KeyRow, symmetric: 'KMS.0331' | 'KMS.1115'): AsymmetricFamily => {
  const family = familyOf(key.spec)
  if (family === 'HMAC') throw refusal('KMS.0341')
  if (family === 'symmetric') throw refusal(symmetric)
  return family
}

/** Rotation: symmetric customer keys with material of the cloud's own making. */
export const requireRotatable = (key: KeyRow): void => {
  if (key.origin === 'external') throw refusal('KMS.0312')
  const family = familyOf(key.spec)
  if (family === 'HMAC') throw refusal('KMS.0341')
  if (family === 'RSA') throw refusal('KMS.0324')
  if (family !== 'symmetric') throw refusal('KMS.0325')
  if (isCustomKeystore(key.keystoreId)) throw refusal('KMS.0338')
}

/** "0" is the shared store, "1" and "2" are the shared clusters. */
export const isCustomKeystore = (keystoreId: string): boolean => !['0', '1', '2'].includes(keystoreId)
