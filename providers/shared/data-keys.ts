import { KmsFailure } from '../../src/errors.ts'
import type { Input, Output } from '../../src/operations/index.ts'
import type { Composite } from '../../src/provider.ts'

// On a cloud whose data keys are ordinary ciphertexts, Encrypt and Decrypt wrap and unwrap them.

export const encryptDataKey: Composite<Input<'encryptDataKey'>, Output<'encryptDataKey'>> = {
  run: (input, call) => call.operation('encrypt', input),
}

const SPEC_BYTES = { AES_128: 16, AES_256: 32 } as const

export const decryptDataKey: Composite<Input<'decryptDataKey'>, Output<'decryptDataKey'>> = {
  async run({ lengthBytes, spec, ...input }, call) {
    const expectedBytes = lengthBytes ?? SPEC_BYTES[spec ?? 'AES_256']
    const output = await call.operation('decrypt', input)
    if (output.plaintext.byteLength === expectedBytes) return output
    throw new KmsFailure(
      { code: 'InvalidCiphertext', keyId: output.keyId },
      `the ciphertext holds ${output.plaintext.byteLength} bytes, not a data key of ${expectedBytes}`,
    )
  },
}
