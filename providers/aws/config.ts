import * as z from 'zod'
import { endpointUrl, parseConfig } from '../shared/config.ts'
import type { CredentialSource } from '../shared/credentials.ts'
import { isObject } from '../shared/error-table.ts'

/** An access key, long-lived or temporary. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Temporary credentials only. */
  readonly sessionToken?: string | undefined
  /** When temporary credentials end; a function that returned them is asked again five minutes before. */
  readonly expiration?: Date | undefined
}

/** Where AWS KMS is, and as whom to call it. */
export interface AwsConfig {
  /** Such as `eu-west-1`: it is signed, and part of the address unless `endpoint` is given. */
  readonly region: string
  /**
   * Credentials, or a function that returns them, such as those of `@aws-sdk/credential-providers`.
   * Calls at the same time share one renewal.
   */
  readonly credentials: CredentialSource<AwsCredentials>
  /** Used as it stands: a VPC endpoint, an emulator. Not together with `fips` or `dualStack`. */
  readonly endpoint?: string | undefined
  /** The endpoint with FIPS 140 validated cryptography. */
  readonly fips?: boolean | undefined
  /** The endpoint that IPv6 reaches as well. */
  readonly dualStack?: boolean | undefined
}

// Both become parts of headers: a line break from a badly read file must not travel further.
const token = z.string('must be a text').regex(/^[\x21-\x7e]+$/, 'must be ASCII text without blanks, and not empty')

const fixedCredentials = z.object({
  accessKeyId: token,
  secretAccessKey: token,
  sessionToken: token.optional(),
  expiration: z.date().optional(),
})

// Kept as the caller's own object or function; only looked at.
const credentials = z
  .custom<CredentialSource<AwsCredentials>>((value) => typeof value === 'function' || isObject(value), {
    error: 'must be { accessKeyId, secretAccessKey, sessionToken? } or a function that returns it',
  })
  .superRefine((value, context) => {
    if (typeof value === 'function') return
    for (const { path, message } of fixedCredentials.safeParse(value).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path, message })
    }
  })

const schema = z
  .strictObject({
    region: z
      .string('is required, also with an endpoint: requests are signed for a region')
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be a region such as "eu-west-1"'),
    credentials,
    endpoint: endpointUrl.optional(),
    fips: z.boolean().optional(),
    dualStack: z.boolean().optional(),
  })
  .refine(({ endpoint, fips }) => endpoint === undefined || fips !== true, {
    error: 'cannot be combined with a custom endpoint, which is used as it stands',
    path: ['fips'],
  })
  .refine(({ endpoint, dualStack }) => endpoint === undefined || dualStack !== true, {
    error: 'cannot be combined with a custom endpoint, which is used as it stands',
    path: ['dualStack'],
  })

/** Checks a configuration; throws `InvalidInput` naming the field, never its value. */
export function parseAwsConfig(config: AwsConfig): AwsConfig {
  return parseConfig('aws', schema, config)
}
