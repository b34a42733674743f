import type * as z from 'zod/mini'
import { createAlias, deleteAlias, listAliases, updateAlias } from './alias.ts'
import { decrypt, encrypt, generateRandom, reEncrypt } from './crypto.ts'
import {
  decryptDataKey,
  encryptDataKey,
  generateDataKey,
  generateDataKeyPair,
  generateDataKeyPairWithoutPlaintext,
  generateDataKeyWithoutPlaintext,
} from './datakey.ts'
import type { OperationDefinition } from './define.ts'
import { createGrant, listGrants, listRetirableGrants, retireGrant, revokeGrant } from './grant.ts'
import { deleteKeyMaterial, getParametersForImport, importKeyMaterial } from './import.ts'
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  getKeyLastUsage,
  listKeys,
  scheduleKeyDeletion,
  setDeletionProtection,
  updateKeyDescription,
  updateKeyName,
} from './lifecycle.ts'
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './policy.ts'
import { replicateKey, updatePrimaryRegion } from './region.ts'
import {
  createKeyVersion,
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  listKeyVersions,
  rotateKeyOnDemand,
} from './rotation.ts'
import { deriveSharedSecret, generateMac, getPublicKey, sign, verify, verifyMac } from './signing.ts'
import { listKeyTags, tagKey, untagKey } from './tag.ts'

/** THE operation table: every operation of every cloud, declared once. */
export const operations = {
  createKey,
  describeKey,
  listKeys,
  updateKeyDescription,
  updateKeyName,
  enableKey,
  disableKey,
  scheduleKeyDeletion,
  cancelKeyDeletion,
  setDeletionProtection,
  getKeyLastUsage,
  createAlias,
  updateAlias,
  deleteAlias,
  listAliases,
  encrypt,
  decrypt,
  reEncrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  encryptDataKey,
  decryptDataKey,
  generateDataKeyPair,
  generateDataKeyPairWithoutPlaintext,
  generateRandom,
  sign,
  verify,
  getPublicKey,
  generateMac,
  verifyMac,
  deriveSharedSecret,
  getParametersForImport,
  importKeyMaterial,
  deleteKeyMaterial,
  enableKeyRotation,
  disableKeyRotation,
  getKeyRotationStatus,
  rotateKeyOnDemand,
  createKeyVersion,
  listKeyVersions,
  tagKey,
  untagKey,
  listKeyTags,
  createGrant,
  listGrants,
  revokeGrant,
  retireGrant,
  listRetirableGrants,
  getKeyPolicy,
  putKeyPolicy,
  listKeyPolicies,
  replicateKey,
  updatePrimaryRegion,
} as const satisfies Record<string, OperationDefinition>

/** The name of an operation of the table, as its method on {@link KmsClient}. */
export type OperationName = keyof typeof operations

/** What an operation takes. */
export type Input<K extends OperationName> = z.output<(typeof operations)[K]['input']>

/** What an operation gives back, before `requestId` and `raw` are added. */
export type Output<K extends OperationName> = z.output<(typeof operations)[K]['output']>

/** The names of all operations, in the table's order. */
export const operationNames: readonly OperationName[] = Object.keys(operations).filter(isOperationName)

/** Is there an operation of this name? */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}
