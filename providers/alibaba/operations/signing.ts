import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { fromPem, toBase64, toPem } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Bindings, Caller, Codec } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { present } from '../../shared/present.ts'
import { someText } from '../../shared/schemas.ts'
import { idAliasOrArn, idOrAlias } from '../reference.ts'
import { base64, flag, optionalText } from '../reply.ts'
import { sm2Digest } from '../sm2-digest.ts'
import { signingAlgorithms } from '../vocabulary.ts'
import type { ActionRequest } from '../wire.ts'
import { newestVersion, onlyVersion } from './rotation.ts'
import { NO_GRANTS } from './unsupported.ts'

type Signing = Pick<Bindings, 'sign' | 'verify' | 'getPublicKey' | 'generateMac' | 'verifyMac'>

interface DigestInput {
  readonly keyId: string
  readonly keyVersionId: string
  /** Alibaba's name. */
  readonly algorithm: string
  readonly digest: Uint8Array
  readonly dryRun?: boolean | undefined
}

const used = { KeyId: someText, KeyVersionId: optionalText }
const signReply = once(() => z.object({ ...used, Value: base64 }))
const verifyReply = once(() => z.object({ ...used, Value: flag }))
const publicKeyReply = once(() => z.object({ ...used, PublicKey: z.string() }))
const macReply = once(() => z.object({ KeyId: someText, Mac: base64 }))
const verifyMacReply = once(() => z.object({ KeyId: someText, Value: flag }))

/** SHA-256 and SM3 both. */
const DIGEST_BYTES = 32

export function signing(request: ActionRequest): Signing {
  const parameters = ({ keyId, keyVersionId, algorithm, digest, dryRun }: DigestInput) => ({
    KeyId: idOrAlias(keyId),
    KeyVersionId: keyVersionId,
    Algorithm: algorithm,
    Digest: toBase64(digest),
    DryRun: dryRun || undefined,
  })
  const sign: Codec<DigestInput, Output<'sign'>> = {
    encode: (input) => request('AsymmetricSign', parameters(input)),
    decode: (reply) => {
      const { KeyId, KeyVersionId, Value } = signReply().parse(reply)
      return present({ signature: Value, keyId: KeyId, keyVersionId: KeyVersionId })
    },
  }
  const verify: Codec<DigestInput & { readonly signature: Uint8Array }, Output<'verify'>> = {
    encode: (input) => request('AsymmetricVerify', { ...parameters(input), Value: toBase64(input.signature) }),
    decode: (reply) => {
      const { KeyId, KeyVersionId, Value } = verifyReply().parse(reply)
      return present({ valid: Value, keyId: KeyId, keyVersionId: KeyVersionId })
    },
  }
  const publicKey: Codec<Pick<DigestInput, 'keyId' | 'keyVersionId'>, Output<'getPublicKey'>> = {
    encode: ({ keyId, keyVersionId }) =>
      request('GetPublicKey', { KeyId: idOrAlias(keyId), KeyVersionId: keyVersionId }),
    decode: (reply) => {
      const { KeyId, KeyVersionId, PublicKey } = publicKeyReply().parse(reply)
      // Samples show line breaks both as such and as a backslash and an n.
      const der = fromPem(PublicKey.replaceAll('\\n', '\n'))
      if (der === undefined) throw new KmsFailure({ code: 'InvalidResponse' }, 'the public key in the reply is not PEM')
      return present({ publicKey: der, pem: toPem(der), keyId: KeyId, keyVersionId: KeyVersionId })
    },
  }
  return {
    sign: {
      run: async (input, call) => {
        const algorithm = signingAlgorithms.encode('algorithm', input.algorithm)
        const keyVersionId = input.keyVersionId ?? (await newestVersion(input.keyId, call))
        const digest = await digestOf(input, keyVersionId, call)
        return call.codec(sign, { keyId: input.keyId, keyVersionId, algorithm, digest, dryRun: input.dryRun })
      },
      refuses: { grantTokens: NO_GRANTS },
    },
    verify: {
      run: async (input, call) => {
        const { keyId, signature, dryRun } = input
        const algorithm = signingAlgorithms.encode('algorithm', input.algorithm)
        // With the newest of several versions a good signature of an older one would be called invalid.
        const keyVersionId = input.keyVersionId ?? (await onlyVersion(keyId, call))
        const digest = await digestOf(input, keyVersionId, call)
        return call.codec(verify, { keyId, keyVersionId, algorithm, digest, signature, dryRun })
      },
      refuses: { grantTokens: NO_GRANTS },
    },
    getPublicKey: {
      run: async ({ keyId, keyVersionId }, call) =>
        call.codec(publicKey, { keyId, keyVersionId: keyVersionId ?? (await newestVersion(keyId, call)) }),
      refuses: { grantTokens: NO_GRANTS },
    },
    generateMac: {
      encode: (input) => request('GenerateMac', macParameters(input)),
      decode: (reply) => {
        const { KeyId, Mac } = macReply().parse(reply)
        return { mac: Mac, keyId: KeyId }
      },
      refuses: { grantTokens: NO_GRANTS },
    },
    verifyMac: {
      encode: (input) => request('VerifyMac', { ...macParameters(input), Mac: toBase64(input.mac) }),
      decode: (reply) => {
        const { KeyId, Value } = verifyMacReply().parse(reply)
        return { valid: Value, keyId: KeyId }
      },
      refuses: { grantTokens: NO_GRANTS },
    },
  }
}

function macParameters({ keyId, algorithm, message, dryRun }: Input<'generateMac'>) {
  return {
    KeyId: idAliasOrArn(keyId),
    Algorithm: algorithm,
    Message: toBase64(message),
    DryRun: dryRun || undefined,
  }
}

/** The service signs digests only, so the message never leaves: it is hashed here. */
async function digestOf(input: Input<'sign'>, keyVersionId: string, call: Caller): Promise<Uint8Array> {
  const { message, digest, algorithm, keyId } = input
  if (digest !== undefined) {
    if (digest.byteLength === DIGEST_BYTES) return digest
    const problem = `digest: ${digest.byteLength} bytes; ${algorithm} takes ${DIGEST_BYTES}`
    throw new KmsFailure({ code: 'InvalidInput', field: 'digest' }, problem)
  }
  const content = message ?? new Uint8Array()
  if (algorithm !== 'SM2DSA') return createHash('sha256').update(content).digest()
  const { publicKey } = await call.operation('getPublicKey', { keyId, keyVersionId })
  return sm2Digest(publicKey, content)
}
