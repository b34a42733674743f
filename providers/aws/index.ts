import type { Provider } from '../../src/provider.ts'
import { authenticateByAccessKey } from '../shared/access-key.ts'
import { requestIdOf } from '../shared/aws-json/errors.ts'
import { rawRequests, requestsTo } from '../shared/aws-json/request.ts'
import { type AwsConfig, type AwsCredentials, parseAwsConfig } from './config.ts'
import { awsDialect } from './dialect.ts'
import { endpointOf } from './endpoint.ts'
import { readEnvironment } from './environment.ts'
import { toError } from './errors.ts'
import { limits } from './limits.ts'
import { awsBindings } from './operations.ts'
import { quotasFor } from './quotas.ts'

export type { AccessKey } from '../shared/access-key.ts'
export type { CredentialSource } from '../shared/credentials.ts'
export type { AwsConfig, AwsCredentials }

/**
 * AWS KMS: the regional endpoint of any partition, or a custom one.
 *
 * @throws KmsError `InvalidInput` naming the field of the configuration that is wrong.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html
 * @example
 * ```ts
 * import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
 * import { createClient } from 'polykms'
 * import { aws } from 'polykms/aws'
 *
 * const kms = createClient(aws({ region: 'eu-west-1', credentials: fromNodeProviderChain() }))
 * ```
 */
export function aws(config: AwsConfig): Provider {
  const checked = parseAwsConfig(config)
  // https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
  const request = requestsTo(endpointOf(checked), 'application/x-amz-json-1.1')
  return {
    id: 'aws',
    limits,
    quotas: quotasFor(checked.region),
    bindings: awsBindings(awsDialect(checked.region, request)),
    authenticate: authenticateByAccessKey({ service: 'kms', ...checked }),
    toError,
    requestId: requestIdOf,
    raw: rawRequests(request),
  }
}

/**
 * AWS KMS as the environment says, read once, now.
 *
 * `AWS_REGION` (else `AWS_DEFAULT_REGION`, else the profile's `region`); `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
 * `AWS_SESSION_TOKEN`, else the static keys of the profile `AWS_PROFILE` in the files at `AWS_SHARED_CREDENTIALS_FILE`
 * and `AWS_CONFIG_FILE`; `AWS_ENDPOINT_URL_KMS`, else `AWS_ENDPOINT_URL`; `AWS_USE_FIPS_ENDPOINT`,
 * `AWS_USE_DUALSTACK_ENDPOINT`. Environment variables beat the profile, as in the AWS CLI.
 *
 * @param overrides - Beat the environment.
 * @throws KmsError `InvalidInput` naming what is missing. A profile that signs in some other way (SSO, a role) needs a
 * function of `@aws-sdk/credential-providers` as `credentials`.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
export function fromEnv(overrides: Partial<AwsConfig> = {}): Provider {
  return aws(readEnvironment(overrides, process.env))
}
