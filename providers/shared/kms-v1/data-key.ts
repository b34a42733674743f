import { createHash, getHashes } from 'node:crypto'
import * as z from 'zod/mini'
import { toHex } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { bareKeyId, type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS, NO_VERSIONS, post } from './dialect.ts'
import { hexBytes, keyIdReply, numeric } from './values.ts'

const refuses = { grantTokens: NO_GRANT_TOKENS, dryRun: NO_DRY_RUN }
const SPEC_BYTES = { AES_256: 32, AES_128: 16 } as const

const wrapped = z.extend(keyIdReply, { cipher_text: hexBytes })
const unwrapped = once(() => z.object({ data_key: hexBytes, datakey_length: numeric, datakey_dgst: hexBytes }))

type DataKeys = Pick<Bindings, 'generateDataKey' | 'generateDataKeyWithoutPlaintext' | 'decryptDataKey'>

/** Everything about a data key is hexadecimal; its length is in bits when it is made and in bytes afterwards. */
export function dataKeys(dialect: Dialect): DataKeys {
  const generate = (verb: string, { keyId, lengthBytes, spec, context }: Input<'generateDataKey'>) =>
    post(dialect, verb, {
      key_id: keyId,
      datakey_length: String(8 * dataKeyBytes(dialect, { lengthBytes, spec })),
      ...dialect.contextFields(context, 'context'),
    })
  return {
    generateDataKey: {
      refuses: { ...refuses, keyVersionId: NO_VERSIONS },
      encode: (input) => generate('create-datakey', input),
      decode: (reply, input) => {
        const { key_id: keyId, cipher_text: ciphertext, plain_text: plaintext } = generated().parse(reply)
        expectLength(plaintext, dataKeyBytes(dialect, input))
        return { plaintext, ciphertext, keyId }
      },
    },
    generateDataKeyWithoutPlaintext: {
      refuses: { ...refuses, keyVersionId: NO_VERSIONS },
      encode: (input) => generate('create-datakey-without-plaintext', input),
      decode: wrappedKey,
    },
    decryptDataKey: {
      refuses,
      encode: ({ keyId, ciphertext, lengthBytes, spec, context }) =>
        post(dialect, 'decrypt-datakey', {
          // The reply does not name the key, so an alias could not be told apart from the id it stands for.
          key_id: bareKeyId(keyId),
          cipher_text: toHex(ciphertext),
          datakey_cipher_length: String(dataKeyBytes(dialect, { lengthBytes, spec })),
          ...dialect.contextFields(context, 'context'),
        }),
      decode: (reply, input) => {
        const { data_key: plaintext, datakey_length: length, datakey_dgst: digest } = unwrapped().parse(reply)
        expectLength(plaintext, dataKeyBytes(dialect, input))
        if (length !== plaintext.byteLength) throw wrongReply('its length')
        if (!isDigestOf(digest, plaintext)) throw wrongReply('its digest')
        return { plaintext, keyId: input.keyId }
      },
    },
  }
}

const generated = once(() => z.extend(wrapped, { plain_text: hexBytes }))

/** Hash that the cloud checks a data key with: SM3 under an SM4 key, SHA-256 under any other. */
export type DataKeyDigest = 'sha256' | 'sm3'

/** encrypt-datakey takes the data key with its digest behind it. */
export function encryptDataKeyCodec(
  dialect: Dialect,
  hash: DataKeyDigest,
): Codec<Input<'encryptDataKey'>, Output<'encryptDataKey'>> {
  return {
    refuses,
    encode: ({ keyId, plaintext, context }) =>
      post(dialect, 'encrypt-datakey', {
        key_id: keyId,
        plain_text: toHex(plaintext) + createHash(hash).update(plaintext).digest('hex'),
        datakey_plain_length: String(plaintext.byteLength),
        ...dialect.contextFields(context, 'context'),
      }),
    decode: wrappedKey,
  }
}

function wrappedKey(reply: unknown): Output<'encryptDataKey'> {
  const { key_id: keyId, cipher_text: ciphertext } = wrapped.parse(reply)
  return { ciphertext, keyId }
}

function dataKeyBytes(dialect: Dialect, input: Pick<Input<'generateDataKey'>, 'lengthBytes' | 'spec'>): number {
  const { lengthBytes, spec } = input
  if (spec !== undefined && dialect.dataKeyLengths === 'default only') {
    const facts = { code: 'InvalidInput', field: 'spec' } as const
    throw new KmsFailure(
      facts,
      `spec: data keys of this cloud have ${dialect.defaultDataKeyBytes} bytes, whatever the spec; give lengthBytes or neither`,
    )
  }
  return lengthBytes ?? (spec === undefined ? dialect.defaultDataKeyBytes : SPEC_BYTES[spec])
}

function expectLength(plaintext: Uint8Array, bytes: number): void {
  if (plaintext.byteLength !== bytes) throw wrongReply('its length')
}

/** The reply does not say which hash made the digest, and neither can collide with the other by chance. */
function isDigestOf(digest: Uint8Array, plaintext: Uint8Array): boolean {
  const hashes: readonly DataKeyDigest[] = hasSm3() ? ['sha256', 'sm3'] : ['sha256']
  return hashes.some((hash) => createHash(hash).update(plaintext).digest('hex') === toHex(digest))
}

/** OpenSSL can be built without SM3. */
export function hasSm3(): boolean {
  return getHashes().includes('sm3')
}

function wrongReply(what: string): KmsFailure {
  return new KmsFailure({ code: 'InvalidResponse' }, `the data key in the reply does not match ${what}`)
}
