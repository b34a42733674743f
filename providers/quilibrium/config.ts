import * as z from 'zod/mini'
import { type AccessKey, accessKeySource } from '../shared/access-key.ts'
import { endpointUrl, notInEnvironment, parseConfig } from '../shared/config.ts'
import type { CredentialSource } from '../shared/credentials.ts'

/** An access key that QConsole gave out. No page knows session tokens; one that is given is sent and signed. */
export type QuilibriumCredentials = AccessKey

/** Where Q-KMS is, and as whom to call it. */
export interface QuilibriumConfig {
  /** An access key, or a function that returns one; calls at the same time share one renewal. */
  readonly credentials: CredentialSource<QuilibriumCredentials>
  /** Part of the signature, not of the address; default `us-east-1`, as in Q-KMS's own client. */
  readonly region?: string | undefined
  /** Default `https://qkms.quilibrium.com`. */
  readonly endpoint?: string | undefined
  /** Default `application/x-amz-json-1.1`, as the pages demand; Q-KMS's own client sends `application/json`. */
  readonly contentType?: 'application/x-amz-json-1.1' | 'application/json' | undefined
  /** The member that says what kind of key is made: default as on the pages; Q-KMS's own client sends `KeySpec`. */
  readonly keySpecMember?: 'CustomerMasterKeySpec' | 'KeySpec' | undefined
  /**
   * Do not wait until the parties of a threshold key have made it: `createKey` returns at once, and the key is there
   * when `getPublicKey` succeeds. Default `false`: `createKey` may then last minutes and needs a longer `timeoutMs`.
   */
  readonly asyncCreateKey?: boolean | undefined
}

const schema = z.strictObject({
  credentials: accessKeySource,
  region: z._default(
    z.string().check(z.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be a region such as "us-east-1"')),
    'us-east-1',
  ),
  // https://github.com/QuilibriumNetwork/qkms-sdk README.md: no page of the documentation names it.
  endpoint: z._default(endpointUrl, 'https://qkms.quilibrium.com'),
  contentType: z._default(z.enum(['application/x-amz-json-1.1', 'application/json']), 'application/x-amz-json-1.1'),
  keySpecMember: z._default(z.enum(['CustomerMasterKeySpec', 'KeySpec']), 'CustomerMasterKeySpec'),
  asyncCreateKey: z._default(z.boolean(), false),
})

export type CheckedConfig = z.output<typeof schema>

/** Checks a configuration; throws `InvalidInput` naming the field, never its value. */
export function parseQuilibriumConfig(config: QuilibriumConfig): CheckedConfig {
  return parseConfig('quilibrium', schema, config)
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The configuration that the environment gives, by the names that Q-KMS's own client is set up with.
 *
 * @see https://github.com/QuilibriumNetwork/qkms-sdk examples/qkms-node-starter/.env.example
 */
export function readEnvironment(overrides: Partial<QuilibriumConfig>, env: Environment): QuilibriumConfig {
  return {
    ...overrides,
    credentials: overrides.credentials ?? {
      accessKeyId: required(env, 'QKMS_APP_ID', 'credentials.accessKeyId'),
      secretAccessKey: required(env, 'QKMS_APP_SECRET', 'credentials.secretAccessKey'),
    },
    endpoint: overrides.endpoint ?? (env['QKMS_SERVER'] || undefined),
  }
}

function required(env: Environment, name: string, field: string): string {
  const value = env[name]
  if (value) return value
  throw notInEnvironment('quilibrium', field, `set ${name}`)
}
