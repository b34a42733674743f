import * as z from 'zod/mini'
import { fromPem, toBase64, toPem } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input } from '../../../src/operations/index.ts'
import type { Bindings } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { readable } from '../schemas.ts'
import { type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS, NO_VERSIONS, post } from './dialect.ts'
import { base64Bytes, flag, keyIdReply } from './values.ts'
import { wireWord } from './vocabulary.ts'

const refuses = { keyVersionId: NO_VERSIONS, grantTokens: NO_GRANT_TOKENS, dryRun: NO_DRY_RUN }

const signed = once(() => z.extend(keyIdReply, { signature: base64Bytes }))
const verified = once(() => z.extend(keyIdReply, { signature_valid: flag }))
const spki = readable(z.string(), fromPem, 'must be a PEM public key')
const published = once(() => z.extend(keyIdReply, { public_key: spki }))

export function signing(dialect: Dialect): Pick<Bindings, 'sign' | 'verify' | 'getPublicKey'> {
  const message = (input: Pick<Input<'sign'>, 'keyId' | 'message' | 'digest' | 'algorithm'>) => {
    if (input.algorithm === 'SM2DSA' && input.message !== undefined) {
      const problem = 'SM2 signs a digest only; give digest, SM3(Z ‖ message), where Z binds the signer’s public key'
      throw new KmsFailure({ code: 'InvalidInput', field: 'message' }, `message: ${problem}`)
    }
    return {
      key_id: input.keyId,
      message: toBase64(input.message ?? input.digest ?? new Uint8Array()),
      signing_algorithm: wireWord(dialect.signingAlgorithms, input.algorithm, 'algorithm'),
      // The service's default is DIGEST: a raw message would be refused with KMS.0329.
      message_type: input.message === undefined ? 'DIGEST' : 'RAW',
    }
  }
  return {
    sign: {
      refuses,
      encode: (input) => post(dialect, 'sign', message(input)),
      decode: (reply) => {
        const { key_id: keyId, signature } = signed().parse(reply)
        return { signature, keyId }
      },
    },
    verify: {
      refuses,
      encode: (input) => post(dialect, 'verify', { ...message(input), signature: toBase64(input.signature) }),
      decode: (reply) => {
        const { key_id: keyId, signature_valid: valid } = verified().parse(reply)
        return { valid, keyId }
      },
    },
    getPublicKey: {
      refuses: { keyVersionId: NO_VERSIONS, grantTokens: NO_GRANT_TOKENS },
      encode: ({ keyId }) => post(dialect, 'get-publickey', { key_id: keyId }),
      decode: (reply) => {
        const { key_id: keyId, public_key: publicKey } = published().parse(reply)
        return { publicKey, pem: toPem(publicKey), keyId }
      },
    },
  }
}
