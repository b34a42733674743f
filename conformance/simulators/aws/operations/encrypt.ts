/** Encrypt, Decrypt and ReEncrypt (AWS KMS API reference). */
import type { Call, Handlers } from '../call.ts'
import { refuseRecipient, requireMaterial, usableKey } from '../crypto-guards.ts'
import {
  defaultAlgorithm,
  encryptFor,
  findSource,
  openSource,
  requireEncryption,
  requireFitting,
  type Source,
  type Target,
} from '../encryption.ts'
import { refusal } from '../errors.ts'
import { recordUse, refuseDryRun, requireUsable, requireUsage, resolveKey } from '../guards.ts'
import type { Input } from '../inputs.ts'
import { absentMember } from '../validate.ts'

/** A dry run may leave the ciphertext out, and must then name the key (API reference, Decrypt, DryRunModifiers). */
const ignoresCiphertext = (input: Input<'Decrypt' | 'ReEncrypt'>): boolean => {
  const ignores = input.DryRunModifiers?.includes('IGNORE_CIPHERTEXT') === true
  if (ignores && input.DryRun !== true)
    throw refusal('ValidationException', 'DryRunModifiers can only be used when DryRun is true.')
  if (!ignores && input.CiphertextBlob === undefined) throw absentMember('CiphertextBlob')
  return ignores
}

interface FromInput extends Omit<Target, 'key'> {
  readonly keyId: string | undefined
}

/** The key a dry run without ciphertext names, past all checks a source has. */
const namedSource = (call: Call, from: FromInput, grantTokens: readonly string[], member: string): Source => {
  const { keyId, algorithm, context } = from
  if (keyId === undefined) throw absentMember(member)
  const key = usableKey(call, { KeyId: keyId, GrantTokens: grantTokens }, 'ENCRYPT_DECRYPT')
  const target: Target = { key, algorithm, context }
  requireEncryption(target)
  return { ...target, open: () => undefined }
}

const sourceOf = (call: Call, input: Input<'Decrypt' | 'ReEncrypt'>, member: string, from: FromInput): Source => {
  const { CiphertextBlob: ciphertext, GrantTokens: grantTokens = [] } = input
  const ignored = ignoresCiphertext(input)
  if (ignored || ciphertext === undefined) return namedSource(call, from, grantTokens, member)
  return findSource(call, { ...from, ciphertext, grantTokens })
}

export const encryption = {
  Encrypt: (call, input) => {
    const { EncryptionAlgorithm: algorithm = defaultAlgorithm, EncryptionContext: context } = input
    const target: Target = { key: usableKey(call, input, 'ENCRYPT_DECRYPT'), algorithm, context }
    requireEncryption(target)
    requireFitting(target, input.Plaintext)
    refuseDryRun(input)
    const CiphertextBlob = encryptFor(call, target, input.Plaintext)
    recordUse(call, target.key)
    return { CiphertextBlob, KeyId: target.key.arn, EncryptionAlgorithm: algorithm }
  },

  Decrypt: (call, input) => {
    const { KeyId: keyId, EncryptionAlgorithm: algorithm = defaultAlgorithm, EncryptionContext: context } = input
    const source = sourceOf(call, input, 'KeyId', { keyId, algorithm, context })
    refuseRecipient(input)
    refuseDryRun(input)
    const Plaintext = openSource(source)
    recordUse(call, source.key)
    return {
      KeyId: source.key.arn,
      Plaintext,
      EncryptionAlgorithm: source.algorithm,
      KeyMaterialId: source.materialId,
    }
  },

  ReEncrypt: (call, input) => {
    const destination: Target = {
      key: resolveKey(call, input.DestinationKeyId),
      algorithm: input.DestinationEncryptionAlgorithm ?? defaultAlgorithm,
      context: input.DestinationEncryptionContext,
    }
    const source = sourceOf(call, input, 'SourceKeyId', {
      keyId: input.SourceKeyId,
      algorithm: input.SourceEncryptionAlgorithm ?? defaultAlgorithm,
      context: input.SourceEncryptionContext,
    })
    requireUsage(destination.key, 'ENCRYPT_DECRYPT', call.action)
    requireUsable(destination.key)
    requireEncryption(destination)
    refuseDryRun(input)
    const plaintext = openSource(source)
    requireFitting(destination, plaintext)
    const CiphertextBlob = encryptFor(call, destination, plaintext)
    recordUse(call, source.key)
    recordUse(call, destination.key)
    const symmetric = destination.algorithm === 'SYMMETRIC_DEFAULT'
    return {
      CiphertextBlob,
      SourceKeyId: source.key.arn,
      KeyId: destination.key.arn,
      SourceEncryptionAlgorithm: source.algorithm,
      DestinationEncryptionAlgorithm: destination.algorithm,
      SourceKeyMaterialId: source.materialId,
      DestinationKeyMaterialId: symmetric ? requireMaterial(destination.key).id : undefined,
    }
  },
} satisfies Pick<Handlers, 'Encrypt' | 'Decrypt' | 'ReEncrypt'>
