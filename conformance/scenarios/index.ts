import type { Cell } from '../matrix/index.ts'
import { aliases } from './aliases.ts'
import { encryption } from './encryption.ts'
import { imports } from './imports.ts'
import { lifecycle } from './lifecycle.ts'
import { management } from './management.ts'
import { rawActions } from './raw.ts'
import type { Scenario } from './scenario.ts'
import { signing } from './signing.ts'

const byOperation: Readonly<Record<string, Scenario>> = {
  ...lifecycle,
  ...aliases,
  ...encryption,
  ...signing,
  ...imports,
  ...management,
}

/** The scenario of a cell: by operation and role, by operation, or by the cloud's own action; `undefined`: there is none. */
export function scenarioOf(cell: Pick<Cell, 'cloud' | 'action' | 'operation' | 'role'>): Scenario | undefined {
  const names = cell.operation === undefined ? [] : [`${cell.operation}.${cell.role ?? ''}`, cell.operation]
  for (const name of names) if (Object.hasOwn(byOperation, name)) return byOperation[name]
  const raw = `${cell.cloud}:${cell.action}`
  return Object.hasOwn(rawActions, raw) ? rawActions[raw] : undefined
}
