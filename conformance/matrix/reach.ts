import type { KeyState } from '../../src/key-state.ts'
import type { MatrixCloud } from './index.ts'
import type { SourceId } from './sources.ts'
import type { Cell, KeyKind } from './types.ts'

/** What no customer's call brings about: a run on a real account cannot get there, and need not. */
export interface Beyond {
  readonly cloud: MatrixCloud
  readonly states?: readonly KeyState[]
  readonly kinds?: readonly KeyKind[]
  /** Only in these states. */
  readonly in?: readonly KeyState[]
  readonly actions?: readonly string[]
  readonly reason: string
  readonly source: SourceId
}

export const beyondCalls: readonly Beyond[] = [
  {
    cloud: 'aws',
    states: ['Creating', 'Updating', 'Unavailable'],
    reason: 'passing states of replication, and of key stores outside, which the service alone sets',
    source: 'aws-key-state',
  },
  {
    cloud: 'aws',
    kinds: ['kem'],
    reason: 'keys for key encapsulation are newer than the operations of this edition',
    source: 'aws-api-reference',
  },
  {
    cloud: 'alibaba',
    kinds: ['hmac', 'instance'],
    reason: 'they are kept in a dedicated instance, which is bought and not created by a call',
    source: 'alibaba-docs',
  },
  {
    cloud: 'alibaba',
    kinds: ['ecc-sign', 'rsa-encrypt'],
    in: ['PendingImport'],
    reason: 'private keys are imported in hardware only',
    source: 'alibaba-docs',
  },
  {
    cloud: 'alibaba',
    actions: ['CreateKeyVersion'],
    reason: 'seven days must lie between two versions of a key',
    source: 'alibaba-docs',
  },
  {
    cloud: 'huawei',
    states: ['Creating', 'Frozen'],
    reason: 'the service alone sets them: while it makes a key, and for accounts in arrears',
    source: 'huawei-api',
  },
  {
    cloud: 'otc',
    states: ['Creating'],
    reason: 'the service alone sets it, while it makes a key',
    source: 'otc-api',
  },
  {
    cloud: 'quilibrium',
    states: ['Unavailable', 'Updating'],
    reason: 'no page names a call that leads there',
    source: 'quilibrium-docs',
  },
]

/** Why no call leads to a cell's key in the cell's state; `undefined`: calls do. */
export function beyondReach(cell: Pick<Cell, 'cloud' | 'action' | 'state' | 'keyKind'>): Beyond | undefined {
  return beyondCalls.find(({ cloud, states, kinds, actions, in: only }) => {
    if (cloud !== cell.cloud) return false
    if (states?.includes(cell.state) || actions?.includes(cell.action)) return true
    const kindFits = cell.keyKind !== undefined && kinds?.includes(cell.keyKind) === true
    return kindFits && (only === undefined || only.includes(cell.state))
  })
}
