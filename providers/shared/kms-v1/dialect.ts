import { KmsFailure } from '../../../src/errors.ts'
import type {
  EncryptionAlgorithm,
  GrantOperation,
  KeySpec,
  SigningAlgorithm,
  WrappingAlgorithm,
} from '../../../src/operations/fields.ts'
import type { WireRequest } from '../../../src/wire.ts'
import type { ContextFields } from './context.ts'
import type { PlaintextEncoding } from './plaintext.ts'
import type { Words } from './vocabulary.ts'

/**
 * What two clouds that speak the KMS API v1.0 do differently. Everything else is the same code for both.
 *
 * @see https://github.com/huaweicloudDocs/dew cn.zh-cn/API参考
 * @see https://github.com/opentelekomcloud-docs/key-management-service api-ref/source
 */
export interface Dialect {
  /** Absolute, without path. */
  readonly endpoint: string
  /** Absent: authentication finds it and puts it into the URL. */
  readonly projectId: string | undefined
  readonly plaintextEncoding: PlaintextEncoding
  readonly contextFields: ContextFields
  readonly keySpecs: Words<KeySpec>
  /** What list-keys filters by; absent: it shows keys of every kind. */
  readonly listedSpecs: Words<KeySpec> | undefined
  /** Does create-key take `keystore_id`? */
  readonly keyStores: boolean
  readonly encryptionAlgorithms: Words<EncryptionAlgorithm>
  readonly signingAlgorithms: Words<SigningAlgorithm>
  readonly wrappingAlgorithms: Words<WrappingAlgorithm>
  readonly grantOperations: Words<GrantOperation>
  /** Bytes of a data key when the caller does not say. */
  readonly defaultDataKeyBytes: number
  /** Can a data key have another length than the default one? */
  readonly dataKeyLengths: 'any' | 'default only'
}

/** Stands in a URL until authentication knows the project. */
export const PROJECT_PLACEHOLDER = '{project_id}'

const JSON_HEADERS = { 'content-type': 'application/json' } as const

/** A verb of the API: `POST /v1.0/{project_id}/kms/<verb>`. */
export function post(dialect: Dialect, verb: string, body: Readonly<Record<string, unknown>>): WireRequest {
  return request(dialect, 'POST', `/v1.0/${PROJECT_PLACEHOLDER}/kms/${verb}`, body)
}

/** A resource; `path` begins with its version and may name the project as `{project_id}`. */
export function request(
  dialect: Dialect,
  method: WireRequest['method'],
  path: string,
  body?: Readonly<Record<string, unknown>>,
): WireRequest {
  const project = dialect.projectId ?? PROJECT_PLACEHOLDER
  return {
    method,
    url: `${dialect.endpoint}${path.replace(PROJECT_PLACEHOLDER, () => project)}`,
    headers: body === undefined ? {} : JSON_HEADERS,
    body: body === undefined ? '' : JSON.stringify(body),
  }
}

/** One part of a path. A dot or two would name the folder itself, or the one above it: another resource. */
export function pathPart(value: string, field: string): string {
  if (value !== '.' && value !== '..') return encodeURIComponent(value)
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: "${value}" cannot stand in a path; give an id as the cloud writes it`,
  )
}

/** Calls that document a key id only: an alias would be refused as malformed, so it is refused by name before. */
export function bareKeyId(keyId: string, field = 'keyId'): string {
  if (!keyId.includes('/') && !keyId.includes(':')) return keyId
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: this call takes key ids only, no alias and no URN; describeKey returns the id`,
  )
}

/** Reasons for which fields of the operation table are refused on both clouds. */
export const NO_GRANT_TOKENS = 'grants work without tokens on this cloud'
export const NO_DRY_RUN = 'this cloud has no dry run'
export const NO_VERSIONS = 'key versions cannot be named on this cloud'
