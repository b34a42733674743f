import * as z from 'zod/mini'
import { toBase64, toHex } from '../../src/bytes.ts'
import type { MacAlgorithm } from '../../src/operations/fields.ts'
import type { Input } from '../../src/operations/index.ts'
import type { Bindings } from '../../src/provider.ts'
import { bareKeyId, type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS, post } from '../shared/kms-v1/dialect.ts'
import { base64Bytes, flag, hexBytes, keyIdReply } from '../shared/kms-v1/values.ts'
import { type Words, wireWord } from '../shared/kms-v1/vocabulary.ts'
import { once } from '../shared/once.ts'

const refuses = { grantTokens: NO_GRANT_TOKENS, dryRun: NO_DRY_RUN }

const MAC_ALGORITHMS = {
  HMAC_SHA_256: 'HMAC_SHA_256',
  HMAC_SHA_384: 'HMAC_SHA_384',
  HMAC_SHA_512: 'HMAC_SHA_512',
  HMAC_SM3: 'HMAC_SM3',
} as const satisfies Words<MacAlgorithm>

const generated = once(() => z.extend(keyIdReply, { mac: hexBytes }))
const verified = once(() => z.extend(keyIdReply, { mac_valid: flag }))
const derived = once(() => z.extend(keyIdReply, { shared_secret: base64Bytes }))

/** Message and shared secret are base64, the code itself hexadecimal. */
export function macAndAgreement(dialect: Dialect): Pick<Bindings, 'generateMac' | 'verifyMac' | 'deriveSharedSecret'> {
  const message = (input: Input<'generateMac'>) => ({
    key_id: bareKeyId(input.keyId),
    mac_algorithm: wireWord(MAC_ALGORITHMS, input.algorithm, 'algorithm'),
    message: toBase64(input.message),
  })
  return {
    generateMac: {
      refuses,
      encode: (input) => post(dialect, 'generate-mac', message(input)),
      decode: (reply) => {
        const { key_id: keyId, mac } = generated().parse(reply)
        return { mac, keyId }
      },
    },
    verifyMac: {
      refuses,
      encode: (input) => post(dialect, 'verify-mac', { ...message(input), mac: toHex(input.mac) }),
      decode: (reply) => {
        const { key_id: keyId, mac_valid: valid } = verified().parse(reply)
        return { valid, keyId }
      },
    },
    deriveSharedSecret: {
      refuses,
      encode: ({ keyId, publicKey }) =>
        post(dialect, 'derive-shared-secret', {
          key_id: bareKeyId(keyId),
          key_agreement_algorithm: 'ECDH',
          public_key: toBase64(publicKey),
        }),
      decode: (reply) => {
        const { key_id: keyId, shared_secret: sharedSecret } = derived().parse(reply)
        return { sharedSecret, keyId }
      },
    },
  }
}
