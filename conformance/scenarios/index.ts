import type { Cell } from '../matrix/index.ts'
import { aliases } from './aliases.ts'
import { encryption } from './encryption.ts'
import { imports } from './imports.ts'
import { lifecycle } from './lifecycle.ts'
import { management } from './management.ts'
import { alibabaActions } from './raw/alibaba.ts'
import { awsActions } from './raw/aws.ts'
import { huaweiActions, otcActions } from './raw/huawei.ts'
import { quilibriumActions } from './raw/quilibrium.ts'
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

/** Actions that no operation of ours covers, by `cloud:action`. */
const byAction: Readonly<Record<string, Scenario>> = {
  ...awsActions,
  ...alibabaActions,
  ...huaweiActions,
  ...otcActions,
  ...quilibriumActions,
}

/** The scenario of a cell: by operation and role, by operation, or by the cloud's own action; `undefined`: there is none. */
export function scenarioOf(cell: Pick<Cell, 'cloud' | 'action' | 'operation' | 'role'>): Scenario | undefined {
  const names = cell.operation === undefined ? [] : [`${cell.operation}.${cell.role ?? ''}`, cell.operation]
  for (const name of names) if (Object.hasOwn(byOperation, name)) return byOperation[name]
  const raw = `${cell.cloud}:${cell.action}`
  return Object.hasOwn(byAction, raw) ? byAction[raw] : undefined
}
