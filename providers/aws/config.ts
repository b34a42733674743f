import * as z from 'zod/mini'
import { type AccessKey, accessKeySource } from '../shared/access-key.ts'
import { endpointUrl, parseConfig } from '../shared/config.ts'
import type { CredentialSource } from '../shared/credentials.ts'

/** An access key of AWS IAM. */
export type AwsCredentials = AccessKey

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

const schema = z
  .strictObject({
    region: z
      .string('is required, also with an endpoint: requests are signed for a region')
      .check(z.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be a region such as "eu-west-1"')),
    credentials: accessKeySource,
    endpoint: z.optional(endpointUrl),
    fips: z.optional(z.boolean()),
    dualStack: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ endpoint, fips }) => endpoint === undefined || fips !== true, {
      error: 'cannot be combined with a custom endpoint, which is used as it stands',
      path: ['fips'],
    }),
    z.refine(({ endpoint, dualStack }) => endpoint === undefined || dualStack !== true, {
      error: 'cannot be combined with a custom endpoint, which is used as it stands',
      path: ['dualStack'],
    }),
  )

/** Checks a configuration; throws `InvalidInput` naming the field, never its value. */
export function parseAwsConfig(config: AwsConfig): AwsConfig {
  return parseConfig('aws', schema, config)
}
