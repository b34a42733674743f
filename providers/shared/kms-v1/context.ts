import { KmsFailure } from '../../../src/errors.ts'

type Context = Readonly<Record<string, string>>

/** An encryption context as this cloud's fields: of the request itself, and of a re-encryption's two sides. */
export type ContextFields = (context: Context | undefined, field: string) => Readonly<Record<string, unknown>>

/** What an encryption context becomes on Huawei Cloud, whose pages have replaced it by one short text. */
export type ContextEncoding = 'json' | 'encryption_context' | ((context: Readonly<Record<string, string>>) => string)

/** @see https://github.com/huaweicloud/huaweicloud-sdk-go-v3 services/kms/v2/model/model_encrypt_data_request_body.go */
const AAD_MAX_BYTES = 128
/** @see https://github.com/opentelekomcloud-docs/key-management-service api-ref/source/apis/key_management_service/cmk_management/creating_a_dek.rst */
const CONTEXT_MAX_CHARACTERS = 8192

/** Open Telekom Cloud's field, and Huawei Cloud's before 2024: the pairs themselves. */
export const encryptionContext: ContextFields = (context, field) => {
  if (!hasPairs(context)) return {}
  const characters = JSON.stringify(context).length
  if (characters > CONTEXT_MAX_CHARACTERS) {
    throw tooLong(field, `${characters} characters; allowed are ${CONTEXT_MAX_CHARACTERS}`)
  }
  return { encryption_context: context }
}

/** Huawei Cloud's field: one text, which must be byte for byte the same when decrypting. */
function authenticatedData(write: (context: Context) => string): ContextFields {
  return (context, field) => {
    if (!hasPairs(context)) return {}
    const text = write(context)
    const bytes = Buffer.byteLength(text)
    if (bytes > AAD_MAX_BYTES)
      throw tooLong(field, `written as text it has ${bytes} bytes; allowed are ${AAD_MAX_BYTES}`)
    return { additional_authenticated_data: text }
  }
}

/** No pairs and no context are the same on every cloud. */
function hasPairs(context: Context | undefined): context is Context {
  return context !== undefined && Object.keys(context).length > 0
}

/** JSON with sorted names and no blanks, so that equal contexts are equal texts. */
function canonicalJson(context: Context): string {
  const names = Object.keys(context).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(context[name])}`).join(',')}}`
}

export function contextFields(encoding: ContextEncoding): ContextFields {
  if (encoding === 'encryption_context') return encryptionContext
  return authenticatedData(encoding === 'json' ? canonicalJson : encoding)
}

/** A public-key algorithm has no room for a context; dropping it would fake a protection. */
export function refuseContext(context: Context | undefined, field = 'context'): void {
  if (!hasPairs(context)) return
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: an asymmetric algorithm binds no encryption context; leave it out`,
  )
}

function tooLong(field: string, problem: string): KmsFailure {
  return new KmsFailure({ code: 'InvalidInput', field }, `${field}: ${problem}`)
}
