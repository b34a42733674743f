import type { Provider } from '../../src/provider.ts'
import { authenticateByAccessKey } from '../shared/access-key.ts'
import { requestIdOf } from '../shared/aws-json/errors.ts'
import { rawRequests } from '../shared/aws-json/request.ts'
import { parseQuilibriumConfig, type QuilibriumConfig, type QuilibriumCredentials, readEnvironment } from './config.ts'
import { quilibriumDialect } from './dialect.ts'
import { toError } from './errors.ts'
import { limits } from './limits.ts'
import { quilibriumBindings } from './operations.ts'

export type { AccessKey } from '../shared/access-key.ts'
export type { CredentialSource } from '../shared/credentials.ts'
export type { QuilibriumConfig, QuilibriumCredentials }

/**
 * Quilibrium Q-KMS, which speaks AWS KMS's protocol in words of its own. An alias given for a key is looked up in
 * ListAliases first.
 *
 * Threshold keys, whose shares lie with several parties, need a running sidecar of Quilibrium's own client: without
 * one `createKey` does not end, and `sign` and RSA `decrypt` time out. polykms has none. It calls threshold keys as it
 * calls others; `raw('CreateKey', …)` with `Participants`, `Threshold` and `TotalParties` makes them, and the sidecar's
 * calls (`RegisterSidecar`, `ListTasks`, `ClaimTask` …) are `raw` as well. Whether any kind of key does without a
 * sidecar, no page says.
 *
 * @throws KmsError `InvalidInput` naming the field of the configuration that is wrong.
 * @see https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations
 * @see https://github.com/QuilibriumNetwork/qkms-sdk README.md
 * @example
 * ```ts
 * import { createClient } from 'polykms'
 * import { quilibrium } from 'polykms/quilibrium'
 *
 * const kms = createClient(quilibrium({ credentials: { accessKeyId, secretAccessKey } }))
 * ```
 */
export function quilibrium(config: QuilibriumConfig): Provider {
  const checked = parseQuilibriumConfig(config)
  const dialect = quilibriumDialect(checked)
  return {
    id: 'quilibrium',
    limits,
    bindings: quilibriumBindings(dialect),
    authenticate: authenticateByAccessKey({ service: 'kms', ...checked }),
    toError,
    requestId: requestIdOf,
    raw: rawRequests(dialect.request),
  }
}

/**
 * Quilibrium Q-KMS as the environment says, read once, now: `QKMS_APP_ID`, `QKMS_APP_SECRET` and `QKMS_SERVER`, the
 * names that Q-KMS's own client is set up with. It has none for the region, which is `us-east-1` unless overridden.
 *
 * @param overrides - Beat the environment.
 * @throws KmsError `InvalidInput` naming what is missing.
 * @see https://github.com/QuilibriumNetwork/qkms-sdk examples/qkms-node-starter/src/lib/config.ts
 */
export function fromEnv(overrides: Partial<QuilibriumConfig> = {}): Provider {
  return quilibrium(readEnvironment(overrides, process.env))
}
