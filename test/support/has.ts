import type { OperationName } from '../../src/index.ts'
import { providers } from './providers.ts'

/** Does a cloud have all of these operations? Tests of every cloud leave those out that do not. */
export function has(cloud: string, ...operations: readonly OperationName[]): boolean {
  const provider = providers[cloud]?.()
  if (provider === undefined) throw new Error(`test/support/providers.ts has no ${cloud}`)
  return operations.every((name) => !('unsupported' in provider.bindings[name]))
}
