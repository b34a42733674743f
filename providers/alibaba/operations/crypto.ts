import * as z from 'zod/mini'
import { toBase64 } from '../../../src/bytes.ts'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { someText } from '../../shared/schemas.ts'
import { contextParameter } from '../context.ts'
import { resolveKeyId } from '../reference.ts'
import { base64 } from '../reply.ts'
import type { ActionRequest } from '../wire.ts'
import { asymmetricCodecs } from './asymmetric.ts'
import { newestVersion, onlyVersion } from './rotation.ts'
import { decryptWith, type PlaintextEncoding, symmetricCodecs } from './symmetric.ts'
import { NO_GRANTS } from './unsupported.ts'

/** What ReEncrypt needs beside the input: the ids its reply leaves out. */
interface ReEncryptRequest
  extends Pick<Input<'reEncrypt'>, 'ciphertext' | 'sourceContext' | 'destinationContext' | 'dryRun'> {
  readonly destinationKeyId: string
  /** Public-key ciphertexts only. */
  readonly source?: { readonly keyId: string; readonly keyVersionId: string; readonly algorithm: string } | undefined
}

const reEncryptReply = once(() => z.object({ KeyId: someText, CiphertextBlob: base64 }))

export function crypto(
  request: ActionRequest,
  encoding: PlaintextEncoding,
): Pick<Bindings, 'encrypt' | 'decrypt' | 'reEncrypt'> {
  const symmetric = symmetricCodecs(request, encoding)
  const asymmetric = asymmetricCodecs(request)
  const reEncrypt: Codec<ReEncryptRequest, { ciphertext: Uint8Array; keyId: string; sourceKeyId: string }> = {
    encode: ({ ciphertext, destinationKeyId, sourceContext, destinationContext, source, dryRun }) =>
      request('ReEncrypt', {
        CiphertextBlob: toBase64(ciphertext),
        SourceKeyId: source?.keyId,
        SourceKeyVersionId: source?.keyVersionId,
        SourceEncryptionAlgorithm: source?.algorithm,
        SourceEncryptionContext: contextParameter(sourceContext, 'sourceContext'),
        DestinationKeyId: destinationKeyId,
        DestinationEncryptionContext: contextParameter(destinationContext, 'destinationContext'),
        DryRun: dryRun || undefined,
      }),
    // The reply names the key, and the version, that decrypted.
    decode: (reply, { destinationKeyId }) => {
      const { KeyId, CiphertextBlob } = reEncryptReply().parse(reply)
      return { ciphertext: CiphertextBlob, keyId: destinationKeyId, sourceKeyId: KeyId }
    },
  }
  return {
    encrypt: {
      run: async (input, call) => {
        const { keyId, plaintext, algorithm, dryRun } = input
        if (isSymmetric(algorithm)) {
          refuseVersion(input.keyVersionId)
          return call.codec(symmetric.encrypt, input)
        }
        refuseContext(input.context, 'context')
        const keyVersionId = input.keyVersionId ?? (await newestVersion(keyId, call))
        return call.codec(asymmetric.encrypt, { keyId, keyVersionId, algorithm, plaintext, dryRun })
      },
      refuses: { grantTokens: NO_GRANTS },
    },
    decrypt: {
      run: async (input, call) => {
        const { ciphertext, algorithm, dryRun } = input
        if (isSymmetric(algorithm)) {
          refuseVersion(input.keyVersionId)
          return decryptWith(symmetric.decrypt, input, input.keyId, call)
        }
        refuseContext(input.context, 'context')
        const keyId = requireKeyId(input.keyId, 'keyId')
        const keyVersionId = input.keyVersionId ?? (await onlyVersion(keyId, call))
        return call.codec(asymmetric.decrypt, { keyId, keyVersionId, algorithm, ciphertext, dryRun })
      },
      refuses: { grantTokens: NO_GRANTS },
    },
    reEncrypt: {
      run: async (input, call) => {
        const { sourceKeyId, sourceAlgorithm, ...rest } = input
        if (!isSymmetric(input.destinationAlgorithm)) {
          const problem =
            'destinationAlgorithm: Alibaba Cloud re-encrypts to symmetric keys only; decrypt, then encrypt'
          throw new KmsFailure({ code: 'Unsupported', field: 'destinationAlgorithm' }, problem)
        }
        const destinationKeyId = await resolveKeyId(input.destinationKeyId, call)
        if (!isSymmetric(sourceAlgorithm)) {
          refuseContext(input.sourceContext, 'sourceContext')
          const keyId = await resolveKeyId(requireKeyId(sourceKeyId, 'sourceKeyId'), call)
          const keyVersionId = await onlyVersion(keyId, call, 'sourceKeyId')
          return call.codec(reEncrypt, {
            ...rest,
            destinationKeyId,
            source: { keyId, keyVersionId, algorithm: sourceAlgorithm },
          })
        }
        const expected = sourceKeyId === undefined ? undefined : await resolveKeyId(sourceKeyId, call)
        const output = await call.codec(reEncrypt, { ...rest, destinationKeyId })
        if (expected === undefined || expected === output.sourceKeyId) return output
        throw new KmsFailure(
          { code: 'IncorrectKey' },
          'another key than sourceKeyId made the ciphertext; give that one, or none',
        )
      },
      refuses: {
        grantTokens: NO_GRANTS,
        lengthBytes: 'Alibaba Cloud re-encrypts a data key like any other ciphertext',
      },
    },
  }
}

function isSymmetric(algorithm: Input<'encrypt'>['algorithm']): algorithm is 'SYMMETRIC_DEFAULT' | undefined {
  return algorithm === undefined || algorithm === 'SYMMETRIC_DEFAULT'
}

function refuseVersion(keyVersionId: string | undefined): void {
  if (keyVersionId === undefined) return
  throw new KmsFailure(
    { code: 'Unsupported', field: 'keyVersionId' },
    'keyVersionId: symmetric encryption takes the primary version, and decryption the one in the ciphertext; leave it out',
  )
}

function refuseContext(context: Readonly<Record<string, string>> | undefined, field: string): void {
  if (context === undefined) return
  const problem = `${field}: an asymmetric algorithm binds no encryption context; leave it out`
  throw new KmsFailure({ code: 'InvalidInput', field }, problem)
}

function requireKeyId(keyId: string | undefined, field: string): string {
  if (keyId !== undefined) return keyId
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: an asymmetric ciphertext does not name its key; give it`,
  )
}
