import { type Cell, expected, type KeyKind, matrix } from '../../conformance/matrix/index.ts'
import type { KeyState, OperationName } from '../../src/index.ts'
import type { FaultCloud } from './cells.ts'

/** How an operation is put to the test: its own request, and the key that it is called on. */
export interface Trial {
  /** What the simulators' log calls the request that a fault strikes. */
  readonly action: string
  readonly kind: KeyKind
  readonly state: KeyState
  /** Which scenario of the conformance suite makes the call. */
  readonly cell: Pick<Cell, 'cloud' | 'action' | 'operation' | 'role'>
}

/** States in which an operation has something to do; otherwise Enabled. */
const STATES: { readonly [K in OperationName]?: KeyState } = {
  enableKey: 'Disabled',
  cancelKeyDeletion: 'PendingDeletion',
  importKeyMaterial: 'PendingImport',
  getParametersForImport: 'PendingImport',
}

/** Kinds of key, where the matrix does not say or names one on which nothing would change. */
const KINDS: { readonly [K in OperationName]?: KeyKind } = {
  disableKeyRotation: 'symmetric-rotating',
}

type Actions = { readonly [K in OperationName]?: string }

const AWS_JSON: Actions = {
  createKey: 'CreateKey',
  listKeys: 'ListKeys',
  encryptDataKey: 'Encrypt',
  decryptDataKey: 'Decrypt',
  generateRandom: 'GenerateRandom',
  listRetirableGrants: 'ListRetirableGrants',
}

const V1: Actions = {
  createKey: 'create-key',
  generateRandom: 'gen-random',
  generateDataKeyPairWithoutPlaintext: 'create-ec-datakey-pair',
  listRetirableGrants: 'list-retirable-grants',
  createAlias: 'create-alias',
  updateAlias: 'associate-alias',
  deleteAlias: 'delete-aliases',
  listAliases: 'list-aliases',
  tagKey: 'batch-tags',
  untagKey: 'delete-tag',
  listKeyTags: 'list-tags',
  replicateKey: 'replicate-key',
  updatePrimaryRegion: 'update-primary-region',
}

/** Requests that the matrix has no row for, because no state of a key matters to them, or that it names by their path. */
const ACTIONS: { readonly [C in FaultCloud]: Actions } = {
  aws: AWS_JSON,
  quilibrium: AWS_JSON,
  alibaba: {
    encryptDataKey: 'Encrypt',
    decryptDataKey: 'Decrypt',
    disableKeyRotation: 'UpdateRotationPolicy',
    getKeyRotationStatus: 'DescribeKey',
  },
  huawei: V1,
  otc: V1,
}

/** @throws Error if no request is known for the operation. */
export function trialOf(cloud: FaultCloud, operation: OperationName): Trial {
  const state = STATES[operation] ?? 'Enabled'
  const cells = matrix([cloud]).cells.filter((one) => one.operation === operation)
  const cell = cells.find((one) => one.state === state && expected(one)?.outcome !== 'impossible') ?? cells[0]
  const action = ACTIONS[cloud][operation] ?? cell?.action
  if (action === undefined) throw new Error(`${cloud} ${operation}: no request is known`)
  const kind = KINDS[operation] ?? cell?.keyKind ?? 'symmetric'
  return { action, kind, state, cell: cell ?? { cloud, action, operation } }
}
