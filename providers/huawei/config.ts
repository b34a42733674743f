import * as z from 'zod/mini'
import { notInEnvironment, parseConfig } from '../shared/config.ts'
import { type KmsV1Config, kmsV1Config } from '../shared/kms-v1/config.ts'
import type { ContextEncoding } from '../shared/kms-v1/context.ts'
import type { KmsV1Credentials } from '../shared/kms-v1/credentials.ts'

/** An access key, an IAM token for the project, or a user who logs in at IAM. */
export type HuaweiCredentials = KmsV1Credentials

/** How to reach Huawei Cloud KMS in one region. */
export interface HuaweiConfig extends KmsV1Config {
  /** How an access key signs: `access` (default), or `derived`, which is V11-HMAC-SHA256. */
  readonly signature?: 'access' | 'derived' | undefined
  /**
   * What `context` becomes on the wire; must be the same when decrypting.
   *
   * `json` (default): `additional_authenticated_data` is JSON with sorted names, at most 128 bytes. A function: the
   * text it returns. `encryption_context`: the older field with the pairs, at most 8,192 characters.
   */
  readonly contextEncoding?: ContextEncoding | undefined
}

const schema = z.extend(kmsV1Config, {
  signature: z.optional(z.enum(['access', 'derived'])),
  contextEncoding: z.optional(
    z.union([
      z.enum(['json', 'encryption_context']),
      z.custom<Extract<ContextEncoding, (...args: never) => unknown>>((value) => typeof value === 'function'),
    ]),
  ),
})

export function parseHuaweiConfig(config: HuaweiConfig) {
  const parsed = parseConfig('huawei', schema, config)
  const { region } = parsed
  // Only Dublin is elsewhere: https://github.com/huaweicloud/huaweicloud-sdk-go-v3 services/kms/v2/region/region.go,
  // core/auth/internal/iam_endpoint.go
  const domain = region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com'
  return {
    ...parsed,
    endpoint: parsed.endpoint ?? `https://kms.${region}.${domain}`,
    iamEndpoint: parsed.iamEndpoint ?? `https://iam.${region}.${domain}`,
    projectName: parsed.projectName ?? region,
    plaintextEncoding: parsed.plaintextEncoding ?? 'base64',
    contextEncoding: parsed.contextEncoding ?? 'json',
    signature: parsed.signature ?? 'access',
  }
}

/**
 * The configuration that Huawei's own tools read from the environment.
 *
 * @see https://github.com/huaweicloud/huaweicloud-sdk-go-v3 core/auth/provider/env_provider.go (keys and project)
 * @see https://github.com/huaweicloud/agentarts-sdk-python src/agentarts/sdk/utils/constant.py (region and IAM)
 */
export function configFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  overrides: Partial<HuaweiConfig>,
): HuaweiConfig {
  return {
    region:
      overrides.region ??
      required(env['HUAWEICLOUD_SDK_REGION'] || env['HUAWEICLOUD_REGION'], 'region', 'HUAWEICLOUD_SDK_REGION'),
    credentials: overrides.credentials ?? {
      accessKey: required(env['HUAWEICLOUD_SDK_AK'], 'credentials.accessKey', 'HUAWEICLOUD_SDK_AK'),
      secretKey: required(env['HUAWEICLOUD_SDK_SK'], 'credentials.secretKey', 'HUAWEICLOUD_SDK_SK'),
      securityToken: env['HUAWEICLOUD_SDK_SECURITY_TOKEN'],
    },
    projectId: env['HUAWEICLOUD_SDK_PROJECT_ID'] || undefined,
    iamEndpoint: env['HUAWEICLOUD_SDK_IAM_ENDPOINT'] || undefined,
    ...overrides,
  }
}

function required(value: string | undefined, field: string, variable: string): string {
  if (value) return value
  throw notInEnvironment('huawei', field, `set ${variable}`)
}
