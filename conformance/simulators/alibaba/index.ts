import { buildSimulator, type Simulator, type SimulatorOptions } from '../shared/simulator.ts'
import { createAlibabaEngine } from './engine.ts'
import type { PutKeyInput } from './put-key.ts'
import { DEFAULT_LIMITS, type Limits } from './types.ts'

export type { PutKeyInput as AlibabaPutKeyInput } from './put-key.ts'
export type { Limits as AlibabaLimits, Tag as AlibabaTag } from './types.ts'

/** Options of that simulator. */
export interface AlibabaSimulatorOptions extends SimulatorOptions {
  /** Quotas to change; the documented ones otherwise. */
  readonly limits?: Partial<Limits>
}

/** The simulator of Alibaba Cloud KMS. */
export type AlibabaSimulator = Simulator<PutKeyInput>

/** Alibaba Cloud KMS in this process: stateful, signature-checking, in every region of account 000000000000. */
export const createAlibabaSimulator = ({ limits, ...options }: AlibabaSimulatorOptions = {}): AlibabaSimulator =>
  buildSimulator(createAlibabaEngine({ limits: { ...DEFAULT_LIMITS, ...limits } }), options)
