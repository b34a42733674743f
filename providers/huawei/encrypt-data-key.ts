import { isKmsError } from '../../src/errors.ts'
import type { Input, Output } from '../../src/operations/index.ts'
import type { Composite } from '../../src/provider.ts'
import { encryptDataKeyCodec, hasSm3 } from '../shared/kms-v1/data-key.ts'
import { type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS } from '../shared/kms-v1/dialect.ts'

/** "The digest of the data key does not verify." */
const WRONG_DIGEST = 'KMS.2103'

/**
 * A key's kind decides the digest, and the caller need not know the kind: nearly all are AES keys and want SHA-256.
 * Only an SM4 key can find a digest wrong that was computed here a moment ago, and then gets the other one.
 */
export function encryptDataKey(dialect: Dialect): Composite<Input<'encryptDataKey'>, Output<'encryptDataKey'>> {
  const underAes = encryptDataKeyCodec(dialect, 'sha256')
  const underSm4 = encryptDataKeyCodec(dialect, 'sm3')
  return {
    refuses: { grantTokens: NO_GRANT_TOKENS, dryRun: NO_DRY_RUN },
    run: async (input, call) => {
      try {
        return await call.codec(underAes, input)
      } catch (error) {
        if (!isKmsError(error) || error.providerCode !== WRONG_DIGEST || !hasSm3()) throw error
        return call.codec(underSm4, input)
      }
    },
  }
}
