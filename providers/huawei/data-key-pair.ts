import * as z from 'zod/mini'
import { fromBase64, fromHex } from '../../src/bytes.ts'
import type { DataKeyPairSpec } from '../../src/operations/fields.ts'
import type { Input } from '../../src/operations/index.ts'
import type { Bindings } from '../../src/provider.ts'
import { bareKeyId, type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS, post } from '../shared/kms-v1/dialect.ts'
import { keyIdReply } from '../shared/kms-v1/values.ts'
import { ownWord, type Words, wireWord } from '../shared/kms-v1/vocabulary.ts'
import { once } from '../shared/once.ts'
import { readable } from '../shared/schemas.ts'

/** @see https://support.huaweicloud.com/api-dew/CreateEcDatakeyPair.html */
const EC_PAIRS = {
  EC_P256: 'ECC_NIST_P256',
  EC_P384: 'ECC_NIST_P384',
  EC_P521: 'ECC_NIST_P521',
  EC_SECP256K1: 'ECC_SECG_P256K1',
  SM2: 'SM2',
} as const satisfies Words<DataKeyPairSpec>

/** @see https://support.huaweicloud.com/api-dew/CreateRsaDatakeyPair.html */
const RSA_PAIRS = {
  RSA_2048: 'RSA_2048',
  RSA_3072: 'RSA_3072',
  RSA_4096: 'RSA_4096',
} as const satisfies Words<DataKeyPairSpec>

const PAIRS: Words<DataKeyPairSpec> = { ...RSA_PAIRS, ...EC_PAIRS }

const refuses = { grantTokens: NO_GRANT_TOKENS, dryRun: NO_DRY_RUN }

/** No page tells how the keys are written: hexadecimal as other data keys, base64 as other public keys, or PEM. */
const keyBytes = readable(
  z.string(),
  (text) => {
    const pem = /-----BEGIN [A-Z ]+-----([A-Za-z0-9+/=\s]+)-----END [A-Z ]+-----/.exec(text)?.[1]
    const bytes = pem === undefined ? (fromHex(text) ?? fromBase64(text)) : fromBase64(pem.replace(/\s+/g, ''))
    return bytes !== undefined && bytes.byteLength > 0 ? bytes : undefined
  },
  'must be a key in hexadecimal, base64 or PEM',
)

const pair = z.extend(keyIdReply, { key_spec: z.string(), public_key: keyBytes, private_key_cipher_text: keyBytes })
const pairWithPrivateKey = once(() => z.extend(pair, { private_key_plain_text: keyBytes }))

export function dataKeyPairs(
  dialect: Dialect,
): Pick<Bindings, 'generateDataKeyPair' | 'generateDataKeyPairWithoutPlaintext'> {
  const generate = ({ keyId, pairSpec, context }: Input<'generateDataKeyPair'>, withPlainText: boolean) =>
    post(dialect, pairSpec in RSA_PAIRS ? 'create-rsa-datakey-pair' : 'create-ec-datakey-pair', {
      key_id: bareKeyId(keyId),
      key_spec: wireWord(PAIRS, pairSpec, 'pairSpec'),
      with_plain_text: withPlainText,
      ...dialect.contextFields(context, 'context'),
    })
  return {
    generateDataKeyPair: {
      refuses,
      encode: (input) => generate(input, true),
      decode: (reply) => {
        const answer = pairWithPrivateKey().parse(reply)
        return { ...shared(answer), privateKey: answer.private_key_plain_text }
      },
    },
    generateDataKeyPairWithoutPlaintext: {
      refuses,
      encode: (input) => generate(input, false),
      decode: (reply) => shared(pair.parse(reply)),
    },
  }
}

function shared(answer: z.output<typeof pair>) {
  return {
    keyId: answer.key_id,
    pairSpec: ownWord(PAIRS, answer.key_spec),
    publicKey: answer.public_key,
    privateKeyCiphertext: answer.private_key_cipher_text,
  }
}
