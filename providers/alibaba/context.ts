import { KmsFailure } from '../../src/errors.ts'

/** Of the serialised context: https://github.com/AlibabaCloudDocs/kms (EncryptionContext) */
const MAX_CONTEXT_CHARACTERS = 8192

/** The context as compact JSON; an empty one is none. */
export function contextParameter(
  context: Readonly<Record<string, string>> | undefined,
  field = 'context',
): string | undefined {
  if (context === undefined || Object.keys(context).length === 0) return undefined
  const text = JSON.stringify(context)
  if (text.length <= MAX_CONTEXT_CHARACTERS) return text
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: ${text.length} characters of JSON; allowed are ${MAX_CONTEXT_CHARACTERS}`,
  )
}
