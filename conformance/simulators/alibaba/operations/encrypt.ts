import { type Call, type Handlers, toBase64 } from '../call.ts'
import { encryptText, findBlob, requireSealing } from '../ciphertext.ts'
import { refusal } from '../errors.ts'
import { requireAnyKey, requireKey, requireUsable, requireUsage, requireVersion } from '../guards.ts'
import type { Input } from '../inputs.ts'
import type { KeyRecord } from '../types.ts'
import { missingParameter } from '../validate.ts'
import { openWith } from './asymmetric.ts'

type EncryptAction = 'Encrypt' | 'Decrypt' | 'ReEncrypt'

interface Source {
  readonly key: KeyRecord
  readonly requireKind: () => void
  readonly open: () => { readonly KeyId: string; readonly KeyVersionId: string; readonly text: string }
}

/** Where ReEncrypt's ciphertext comes from: a key pair if its key, version and algorithm are named, else a blob. */
const sourceOf = (call: Call, input: Input<'ReEncrypt'>): Source => {
  const { SourceKeyId: keyId, SourceKeyVersionId: versionId, SourceEncryptionAlgorithm: algorithm } = input
  if (keyId === undefined && versionId === undefined && algorithm === undefined) {
    const { key, open } = findBlob(call, input.CiphertextBlob)
    return { key, requireKind: () => requireSealing(key), open: () => open(input.SourceEncryptionContext) }
  }
  if (keyId === undefined) throw missingParameter('SourceKeyId')
  if (versionId === undefined) throw missingParameter('SourceKeyVersionId')
  if (algorithm === undefined) throw missingParameter('SourceEncryptionAlgorithm')
  const key = requireKey(call, keyId)
  const version = requireVersion(call, key, versionId)
  return {
    key,
    requireKind: () => {
      requireUsable(key)
      requireUsage(key, 'asymmetric', 'ENCRYPT/DECRYPT')
    },
    open: () => {
      const text = toBase64(openWith(key, version, algorithm, input.CiphertextBlob))
      return { KeyId: key.keyId, KeyVersionId: versionId, text }
    },
  }
}

/** `Recipient` names an enclave, which only newer KMS instances know. */
export const refuseRecipient = (recipient: string | undefined): void => {
  if (recipient !== undefined) throw refusal('UnsupportedOperation')
}

export const encrypt: Handlers<EncryptAction> = {
  Encrypt: (call, input) => {
    const key = requireAnyKey(call, input.KeyId)
    requireSealing(key)
    const { blob, ...version } = encryptText(call, key, input.Plaintext, input.EncryptionContext)
    return { CiphertextBlob: blob, ...version }
  },

  Decrypt: (call, input) => {
    const { key, open } = findBlob(call, input.CiphertextBlob)
    requireSealing(key)
    refuseRecipient(input.Recipient)
    const { text, ...version } = open(input.EncryptionContext)
    return { Plaintext: text, ...version }
  },

  /** Tells the key that decrypted; the one that encrypted is in the blob. */
  ReEncrypt: (call, input) => {
    const source = sourceOf(call, input)
    const destination = requireKey(call, input.DestinationKeyId)
    source.requireKind()
    requireSealing(destination)
    const { text, ...version } = source.open()
    const { blob } = encryptText(call, destination, text, input.DestinationEncryptionContext)
    return { CiphertextBlob: blob, ...version }
  },
}
