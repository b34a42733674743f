import * as z from 'zod/mini'
import { notInEnvironment, parseConfig } from '../shared/config.ts'
import { type KmsV1Config, kmsV1Config } from '../shared/kms-v1/config.ts'
import type { KmsV1Credentials } from '../shared/kms-v1/credentials.ts'

/** An access key, an IAM token for the project, or a user who logs in at IAM. */
export type OtcCredentials = KmsV1Credentials

/** How to reach the KMS of Open Telekom Cloud (T Cloud Public) in one region: `eu-de`, `eu-nl`, Swiss `eu-ch2`. */
export interface OtcConfig extends KmsV1Config {
  /**
   * How an access key signs.
   *
   * `legacy` (default): with a scope, as Open Telekom Cloud's Go SDK and Terraform provider do in production.
   * `access`: without, as its documents show.
   */
  readonly signature?: 'legacy' | 'access' | undefined
  /** Fills region and service of the `legacy` scope, which the Go SDK leaves empty. */
  readonly scoped?: boolean | undefined
}

const schema = z.extend(kmsV1Config, {
  signature: z.optional(z.enum(['legacy', 'access'])),
  scoped: z.optional(z.boolean()),
})

export function parseOtcConfig(config: OtcConfig) {
  const parsed = parseConfig('otc', schema, config)
  const hosts = hostsOf(parsed.region)
  return {
    ...parsed,
    endpoint: parsed.endpoint ?? `https://${hosts.kms}`,
    iamEndpoint: parsed.iamEndpoint ?? `https://${hosts.iam}`,
    projectName: parsed.projectName ?? parsed.region,
    plaintextEncoding: parsed.plaintextEncoding ?? 'base64',
    signature: parsed.signature ?? 'legacy',
    scope: parsed.scoped === true ? { region: parsed.region, service: 'kms' } : undefined,
  }
}

function hostsOf(region: string): { readonly kms: string; readonly iam: string } {
  // The Swiss cloud is apart. Its pattern is that of its other services; no page names these two hosts.
  if (region === 'eu-ch2') return { kms: 'kms.eu-ch2.sc.otc.t-systems.com', iam: 'iam-pub.eu-ch2.sc.otc.t-systems.com' }
  return { kms: `kms.${region}.otc.t-systems.com`, iam: `iam.${region}.otc.t-systems.com` }
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * The configuration that Open Telekom Cloud's own tools read from the environment, in their order: token, access
 * key, password.
 *
 * @see https://github.com/opentelekomcloud/terraform-provider-opentelekomcloud docs/index.md
 */
export function configFromEnv(env: Env, overrides: Partial<OtcConfig>): OtcConfig {
  const read = (...names: readonly string[]) =>
    names.map((name) => env[name]).find((value) => value !== undefined && value !== '')
  return {
    region: overrides.region ?? required(read('OS_REGION', 'OS_REGION_NAME'), 'region', 'OS_REGION'),
    credentials: overrides.credentials ?? credentialsFromEnv(read),
    projectId: read('OS_PROJECT_ID', 'OS_TENANT_ID'),
    projectName: read('OS_TENANT_NAME', 'OS_PROJECT_NAME'),
    iamEndpoint: read('OS_AUTH_URL'),
    ...overrides,
  }
}

function credentialsFromEnv(read: (...names: readonly string[]) => string | undefined): OtcCredentials {
  const token = read('OS_AUTH_TOKEN', 'OS_TOKEN')
  if (token !== undefined) return { token }
  const accessKey = read('OS_ACCESS_KEY')
  const password = read('OS_PASSWORD')
  if (accessKey === undefined && password !== undefined) {
    return {
      username: read('OS_USERNAME'),
      userId: read('OS_USER_ID'),
      password,
      domainName: read('OS_USER_DOMAIN_NAME', 'OS_PROJECT_DOMAIN_NAME', 'OS_DOMAIN_NAME'),
      domainId: read('OS_USER_DOMAIN_ID', 'OS_DOMAIN_ID'),
    }
  }
  return {
    accessKey: required(
      accessKey,
      'credentials',
      'OS_ACCESS_KEY and OS_SECRET_KEY, OS_USERNAME and OS_PASSWORD, or OS_AUTH_TOKEN',
    ),
    secretKey: required(read('OS_SECRET_KEY'), 'credentials.secretKey', 'OS_SECRET_KEY, as OS_ACCESS_KEY is set'),
    securityToken: read('OS_SECURITY_TOKEN'),
  }
}

function required(value: string | undefined, field: string, variables: string): string {
  if (value !== undefined) return value
  throw notInEnvironment('otc', field, `set ${variables}`)
}
