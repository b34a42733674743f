import * as z from 'zod/mini'
import { endpointUrl } from '../config.ts'
import type { CredentialSource } from '../credentials.ts'
import { isObject } from '../error-table.ts'
import { mapped, someText } from '../schemas.ts'
import type { KmsV1Credentials } from './credentials.ts'
import { PLAINTEXT_ENCODINGS, type PlaintextEncoding } from './plaintext.ts'

/** What both clouds are configured with. */
export interface KmsV1Config {
  /** Such as `cn-north-4` or `eu-de`; keys and ciphertexts belong to one. */
  readonly region: string
  /** The credentials, or a function that returns them. */
  readonly credentials: CredentialSource<KmsV1Credentials>
  /** Looked up at IAM when absent. */
  readonly projectId?: string | undefined
  /** The project's name, for the look-up and for logins; default: the region's own project, which is named like it. */
  readonly projectName?: string | undefined
  /** Absolute URL in place of the region's own. */
  readonly endpoint?: string | undefined
  /** Absolute URL of IAM, with or without `/v3`. */
  readonly iamEndpoint?: string | undefined
  /** How plaintext bytes travel in `plain_text`; default `base64`. */
  readonly plaintextEncoding?: PlaintextEncoding | undefined
}

export const kmsV1Config = z.strictObject({
  region: z.string().check(z.regex(/^[a-z0-9-]+$/, 'must be the name of a region, such as cn-north-4 or eu-de')),
  credentials: z.custom<CredentialSource<KmsV1Credentials>>(
    (value) => typeof value === 'function' || isObject(value),
    'must be credentials or a function that returns them',
  ),
  projectId: z.optional(someText),
  projectName: z.optional(someText),
  endpoint: z.optional(endpointUrl),
  iamEndpoint: z.optional(mapped(endpointUrl, (url) => url.replace(/\/v3$/, ''))),
  plaintextEncoding: z.optional(z.enum(PLAINTEXT_ENCODINGS)),
})
