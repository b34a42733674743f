import type { Provider } from '../../src/provider.ts'
import { notInEnvironment } from '../shared/config.ts'
import { type AcornConfig, acorn } from './provider.ts'

export { type AcornConfig, acorn }

/**
 * Acorn Cloud KMS as the environment says, read once, now: `ACORN_ACCESS_KEY`, `ACORN_SECRET`, `ACORN_ENDPOINT`.
 *
 * @param overrides - Beat the environment. Acorn has no regions: one that is named is of no importance.
 * @throws KmsError `InvalidInput` naming what is missing.
 */
export function fromEnv(overrides: Partial<AcornConfig> & { readonly region?: string | undefined } = {}): Provider {
  const endpoint = overrides.endpoint ?? process.env['ACORN_ENDPOINT']
  return acorn({
    accessKey: overrides.accessKey ?? required('ACORN_ACCESS_KEY', 'accessKey'),
    secret: overrides.secret ?? required('ACORN_SECRET', 'secret'),
    ...(endpoint !== undefined && { endpoint }),
  })
}

function required(name: string, field: string): string {
  const value = process.env[name]
  if (value) return value
  throw notInEnvironment('acorn', field, `set ${name}`)
}
