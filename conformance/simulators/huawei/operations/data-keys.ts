import { createHash } from 'node:crypto'
import { sameBytes } from '../../shared/crypto/bytes.ts'
import { generatePortableMaterial } from '../../shared/crypto/material.ts'
import { openBlob, parseBlob, sealBlob } from '../blob.ts'
import { type Call, ok, operation } from '../call.ts'
import { canonicalContext, contextFields } from '../context.ts'
import { type KmsCode, refusal } from '../errors.ts'
import { boolean, hex, integer, keyId, keyReference, oneOf, optional, required } from '../fields.ts'
import { requireSymmetric, requireUsable, resolveKey } from '../guards.ts'
import type { Settings } from '../options.ts'
import { cryptoPairOf, PAIR_SPECS } from '../specs.ts'
import type { KeyRow } from '../types.ts'

const DEFAULT_BITS = 256
const DIGEST_BYTES = 32

const upperHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

const digestOf = (key: KeyRow, dataKey: Uint8Array): Uint8Array =>
  new Uint8Array(
    createHash(key.spec === 'SM4' ? 'sm3' : 'sha256')
      .update(dataKey)
      .digest(),
  )

/** A symmetric key that may be used now. */
const wrappingKey = (call: Call, reference: string): KeyRow => {
  const key = resolveKey(call, reference)
  requireSymmetric(key)
  requireUsable(call, key)
  return key
}

const dataKeyLength = ({ profile }: Settings, code: KmsCode) => {
  const read = integer(code, profile.dataKeyBits)
  return {
    required: profile.dataKeyBits.required,
    read: (value: Parameters<typeof read>[0]) => {
      const bits = read(value)
      if (bits % 8 !== 0) throw refusal('KMS.1903')
      return bits
    },
  }
}

const dataKeyFields = (settings: Settings, lengthCode: KmsCode) => ({
  key_id: keyReference(settings),
  // OTC does not know data key specs; an unknown field is no error.
  key_spec: optional(
    settings.profile.dataKeyBits.required
      ? () => undefined
      : oneOf('KMS.1902', Object.keys(settings.profile.dataKeySpecs)),
  ),
  datakey_length: dataKeyLength(settings, lengthCode),
  ...contextFields(settings),
})

interface DataKeyInput {
  readonly key_id: string
  readonly key_spec: string | undefined
  readonly datakey_length: number | undefined
  readonly encryption_context: Readonly<Record<string, string>> | undefined
  readonly additional_authenticated_data: string | undefined
}

const makeDataKey = (call: Call, input: DataKeyInput) => {
  const key = wrappingKey(call, input.key_id)
  const ofSpec = input.key_spec === undefined ? undefined : call.profile.dataKeySpecs[input.key_spec]
  const dataKey = call.random.bytes((input.datakey_length ?? ofSpec ?? DEFAULT_BITS) / 8)
  const sealed = sealBlob(key, 'data key', dataKey, canonicalContext(input), call.random)
  return { keyId: key.keyId, plaintext: upperHex(dataKey), ciphertext: upperHex(sealed) }
}

const createDatakey = operation(
  (settings) => dataKeyFields(settings, 'KMS.1901'),
  (call, input) => {
    const { keyId, plaintext, ciphertext } = makeDataKey(call, input)
    return ok({ key_id: keyId, plain_text: plaintext, cipher_text: ciphertext })
  },
)

const createDatakeyWithoutPlaintext = operation(
  (settings) => dataKeyFields(settings, 'KMS.2001'),
  (call, input) => {
    const { keyId, ciphertext } = makeDataKey(call, input)
    return ok({ key_id: keyId, cipher_text: ciphertext })
  },
)

/** The data key arrives with its digest behind it. */
const encryptDatakey = operation(
  (settings) => ({
    key_id: keyReference(settings),
    plain_text: required(hex('KMS.2101')),
    datakey_plain_length: required(integer('KMS.2102', settings.profile.dataKeyBytes)),
    ...contextFields(settings),
  }),
  (call, input) => {
    if (input.plain_text.length !== input.datakey_plain_length + DIGEST_BYTES) throw refusal('KMS.2104')
    const key = wrappingKey(call, input.key_id)
    const dataKey = input.plain_text.slice(0, -DIGEST_BYTES)
    if (!sameBytes(digestOf(key, dataKey), input.plain_text.slice(-DIGEST_BYTES))) throw refusal('KMS.2103')
    const sealed = sealBlob(key, 'data key', dataKey, canonicalContext(input), call.random)
    return ok({ key_id: key.keyId, cipher_text: upperHex(sealed), datakey_length: String(dataKey.length) })
  },
)

const decryptDatakey = operation(
  (settings) => ({
    key_id: keyReference(settings),
    cipher_text: required(hex('KMS.2201')),
    datakey_cipher_length: required(integer('KMS.2202', settings.profile.dataKeyBytes)),
    ...contextFields(settings),
  }),
  (call, input) => {
    const key = wrappingKey(call, input.key_id)
    const blob = parseBlob(input.cipher_text)
    const dataKey = blob && openBlob(key, blob, 'data key', canonicalContext(input))
    if (dataKey === undefined) throw refusal('KMS.2201')
    if (dataKey.length !== input.datakey_cipher_length) throw refusal('KMS.2204')
    return ok({
      data_key: upperHex(dataKey),
      datakey_length: String(dataKey.length),
      datakey_dgst: upperHex(digestOf(key, dataKey)),
    })
  },
)

/** A key pair made for the caller, its private key sealed under the named key. */
const createPair = (kind: keyof typeof PAIR_SPECS) =>
  operation(
    (settings) => ({
      key_id: keyId,
      key_spec: required(oneOf('KMS.0308', PAIR_SPECS[kind])),
      with_plain_text: optional(boolean('KMS.0308')),
      ...contextFields(settings),
    }),
    async (call, input) => {
      const key = wrappingKey(call, input.key_id)
      const pair = await generatePortableMaterial(cryptoPairOf(input.key_spec), call.random.bytes)
      const sealed = sealBlob(key, 'data key', pair.secret, canonicalContext(input), call.random)
      return ok({
        key_id: key.keyId,
        key_spec: input.key_spec,
        public_key: upperHex(pair.publicKey ?? new Uint8Array()),
        private_key_cipher_text: upperHex(sealed),
        ...(input.with_plain_text !== false && { private_key_plain_text: upperHex(pair.secret) }),
      })
    },
  )

export const dataKeys = {
  'create-datakey': createDatakey,
  'create-datakey-without-plaintext': createDatakeyWithoutPlaintext,
  'encrypt-datakey': encryptDatakey,
  'decrypt-datakey': decryptDatakey,
  'create-rsa-datakey-pair': createPair('rsa'),
  'create-ec-datakey-pair': createPair('ec'),
}
