import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import type { Provider } from '../../src/provider.ts'
import { endpointUrl, notInEnvironment, parseConfig } from '../shared/config.ts'
import { type CredentialSource, createCredentialCache } from '../shared/credentials.ts'
import { authenticateV1 } from './authenticate-v1.ts'
import { authenticateV3 } from './authenticate-v3.ts'
import { type AlibabaCredentials, accessKeyOf, expiresAtMs } from './credentials.ts'
import { toError } from './errors.ts'
import { limits } from './limits.ts'
import { createBindings } from './operations/index.ts'
import type { PlaintextEncoding } from './operations/symmetric.ts'
import { quotas } from './quotas.ts'
import { createActionRequest, flatten, type ParametersIn, requestIdOf } from './wire.ts'

export type { CredentialSource } from '../shared/credentials.ts'
export type { AlibabaCredentials } from './credentials.ts'
export type { PlaintextEncoding } from './operations/symmetric.ts'
export type { ParametersIn } from './wire.ts'

/** How to reach Alibaba Cloud KMS and as whom. */
export interface AlibabaConfig {
  /** Region id such as `cn-hangzhou`; keys, aliases and ciphertexts belong to one. */
  readonly region: string
  /**
   * An access key, or a function that returns one, asked again before it expires (or every minute if it does not say
   * when): `() => client.getCredential()` of `@alicloud/credentials` fits.
   */
  readonly credentials: CredentialSource<AlibabaCredentials>
  /** `v3` (default): ACS3-HMAC-SHA256. `v1`: HMAC-SHA1, for an endpoint that knows no other. */
  readonly signature?: 'v3' | 'v1' | undefined
  /** `body` (default) keeps plaintext out of URLs, and so out of access logs; `query` for an endpoint that insists. */
  readonly parametersIn?: ParametersIn | undefined
  /** `public` (default), or `vpc`: the endpoint within Alibaba Cloud's own network. */
  readonly network?: 'public' | 'vpc' | undefined
  /** Absolute URL in place of the region's own endpoint. */
  readonly endpoint?: string | undefined
  /**
   * `base64` (default) carries any bytes. `utf8` sends and reads the plaintext as literal text, for ciphertexts of
   * tools that do so. Symmetric encryption only; data keys are base64 always.
   */
  readonly plaintextEncoding?: PlaintextEncoding | undefined
}

const configSchema = z
  .strictObject({
    region: z.string().check(z.regex(/^[a-z]+(-[a-z0-9]+)+$/, 'must be a region id such as cn-hangzhou')),
    credentials: z.custom<CredentialSource<AlibabaCredentials>>(isCredentialSource, {
      error: 'must be { accessKeyId, accessKeySecret, securityToken? } or a function that returns it',
    }),
    signature: z.optional(z.enum(['v3', 'v1'])),
    parametersIn: z.optional(z.enum(['body', 'query'])),
    network: z.optional(z.enum(['public', 'vpc'])),
    endpoint: z.optional(endpointUrl),
    plaintextEncoding: z.optional(z.enum(['base64', 'utf8'])),
  })
  .check(
    z.refine(({ network, endpoint }) => network === undefined || endpoint === undefined, {
      error: 'give endpoint or network, not both: an endpoint is used as it stands',
      path: ['network'],
    }),
    z.refine(({ network, region }) => network !== 'vpc' || region !== 'cn-hangzhou-finance', {
      error: 'cn-hangzhou-finance has no VPC endpoint; leave network out',
      path: ['network'],
    }),
  )

/**
 * Alibaba Cloud KMS, OpenAPI version 2016-01-20, through the shared gateway.
 *
 * @throws `KmsError` `InvalidInput`, naming the field.
 * @see https://www.alibabacloud.com/help/en/kms
 * @example
 * ```ts
 * const kms = createClient(alibaba({ region: 'cn-hangzhou', credentials: { accessKeyId, accessKeySecret } }))
 * ```
 */
export function alibaba(config: AlibabaConfig): Provider {
  const { region, credentials, network, endpoint, ...rest } = parseConfig('alibaba', configSchema, config)
  const { signature = 'v3', parametersIn = 'body', plaintextEncoding = 'base64' } = rest
  const request = createActionRequest(endpoint ?? regionalEndpoint(region, network), parametersIn)
  const cache = createCredentialCache(credentials, expiresAtMs)
  const sign = signature === 'v3' ? authenticateV3 : authenticateV1
  return {
    id: 'alibaba',
    limits,
    quotas,
    bindings: createBindings(request, plaintextEncoding, region),
    async authenticate(unsigned, { now, refresh }) {
      const key = accessKeyOf(await cache.get(now().getTime(), refresh, unsigned))
      // The clock is read again: fetching credentials may have taken long.
      return sign(unsigned, key, { date: now(), nonce: randomUUID() })
    },
    toError,
    requestId: requestIdOf,
    raw: (action, parameters) => request(action, flatten(parameters)),
  }
}

/**
 * The same with region and credentials from `ALIBABA_CLOUD_REGION_ID`, `ALIBABA_CLOUD_ACCESS_KEY_ID`,
 * `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and `ALIBABA_CLOUD_SECURITY_TOKEN`, where `overrides` does not give them.
 *
 * @throws `KmsError` `InvalidInput`, naming what is missing.
 * @see https://www.alibabacloud.com/help/en/cli/environment-variables
 */
export function fromEnv(overrides: Partial<AlibabaConfig> = {}): Provider {
  const region = overrides.region ?? variable('ALIBABA_CLOUD_REGION_ID', 'region')
  const credentials = overrides.credentials ?? {
    accessKeyId: variable('ALIBABA_CLOUD_ACCESS_KEY_ID', 'credentials'),
    accessKeySecret: variable('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'credentials'),
    securityToken: process.env['ALIBABA_CLOUD_SECURITY_TOKEN'],
  }
  return alibaba({ ...overrides, region, credentials })
}

function variable(name: string, field: string): string {
  const value = process.env[name]
  if (value) return value
  throw notInEnvironment('alibaba', field, `set ${name}`)
}

/** @see https://github.com/aliyun/aliyun-openapi-meta metadatas/kms (endpoints) */
function regionalEndpoint(region: string, network: 'public' | 'vpc' = 'public'): string {
  return `https://${network === 'vpc' ? 'kms-vpc' : 'kms'}.${region}.aliyuncs.com`
}

function isCredentialSource(value: unknown): boolean {
  if (typeof value === 'function') return true
  if (typeof value !== 'object' || value === null) return false
  const { accessKeyId, accessKeySecret }: AlibabaCredentials = value
  return [accessKeyId, accessKeySecret].every((part) => typeof part === 'string' && part !== '')
}
