import { encryptTo } from '../../shared/crypto/encryption.ts'
import { publicKeyOf } from '../../shared/crypto/material.ts'
import { type Call, type Handlers, toBase64 } from '../call.ts'
import { encryptText, findBlob, requireSealing } from '../ciphertext.ts'
import { refusal } from '../errors.ts'
import { requireAnyKey, requireKeyOrAlias } from '../guards.ts'
import type { Input } from '../inputs.ts'
import type { KeyRecord } from '../types.ts'
import { base64 } from '../values.ts'
import { refuseRecipient } from './encrypt.ts'

type DataKeyAction =
  | 'GenerateDataKey'
  | 'GenerateDataKeyWithoutPlaintext'
  | 'GenerateAndExportDataKey'
  | 'ExportDataKey'

type DataKeyInput = Input<'GenerateDataKeyWithoutPlaintext'>

/** `NumberOfBytes` wins over `KeySpec`; without either the key has 256 bits. */
const lengthOf = ({ NumberOfBytes, KeySpec }: DataKeyInput): number =>
  NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32)

/** A fresh data key; its blob holds the Base64 text of it, as Encrypt's would. */
const newDataKey = (call: Call, key: KeyRecord, input: DataKeyInput) => {
  requireSealing(key)
  const dataKey = call.random.bytes(lengthOf(input))
  const { blob, ...version } = encryptText(call, key, toBase64(dataKey), input.EncryptionContext)
  return { dataKey, result: { ...version, CiphertextBlob: blob } }
}

type Recipient = Pick<Input<'ExportDataKey'>, 'PublicKeyBlob' | 'WrappingKeySpec' | 'WrappingAlgorithm'>

/** A data key encrypted to the caller's own public key, which must be what it is said to be. */
const wrap = ({ PublicKeyBlob, WrappingKeySpec, WrappingAlgorithm }: Recipient, dataKey: Uint8Array): string => {
  const sm = WrappingKeySpec === 'EC_SM2'
  const bits = sm ? undefined : publicKeyOf(PublicKeyBlob)?.asymmetricKeyDetails?.modulusLength
  const fits = sm === (WrappingAlgorithm === 'SM2PKE') && (sm || bits === 2_048)
  const wrapped = fits ? encryptTo(PublicKeyBlob, WrappingAlgorithm, dataKey) : undefined
  if (wrapped === undefined) throw refusal('InvalidParameter')
  return toBase64(wrapped)
}

export const dataKey: Handlers<DataKeyAction> = {
  GenerateDataKey: (call, input) => {
    const made = newDataKey(call, requireAnyKey(call, input.KeyId), input)
    refuseRecipient(input.Recipient)
    return { ...made.result, Plaintext: toBase64(made.dataKey) }
  },

  GenerateDataKeyWithoutPlaintext: (call, input) => newDataKey(call, requireAnyKey(call, input.KeyId), input).result,

  GenerateAndExportDataKey: (call, input) => {
    const made = newDataKey(call, requireKeyOrAlias(call, input.KeyId), input)
    return { ...made.result, ExportedDataKey: wrap(input, made.dataKey) }
  },

  ExportDataKey: (call, input) => {
    const { key, open } = findBlob(call, input.CiphertextBlob)
    requireSealing(key)
    const { text, ...version } = open(input.EncryptionContext)
    const exported = base64(text)
    if (exported === undefined) throw refusal('InvalidParameter')
    return { ...version, ExportedDataKey: wrap(input, exported) }
  },
}
