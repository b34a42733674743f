import { buildSimulator, type Simulator, type SimulatorOptions } from '../shared/simulator.ts'
import { awsDialect } from './dialect.ts'
import { createAwsEngine } from './engine.ts'
import type { PutKeyInput } from './put-key.ts'
import { DEFAULT_LIMITS, DEFAULT_TIMING, type Limits, type Timing } from './types.ts'

export type { PutKeyInput as AwsPutKeyInput } from './put-key.ts'
export type { Limits as AwsLimits, Timing as AwsTiming } from './types.ts'

/** Options of that simulator. */
export interface AwsSimulatorOptions extends SimulatorOptions {
  /** Resource quotas to lower; the documented ones otherwise. */
  readonly limits?: Partial<Limits>
  /** How long passing states last, in ms of virtual time. */
  readonly timing?: Partial<Timing>
}

/** The simulator of AWS KMS. */
export type AwsSimulator = Simulator<PutKeyInput>

/** AWS KMS in this process: stateful, signature-checking, in every Region of account 000000000000. */
export const createAwsSimulator = ({ limits, timing, ...options }: AwsSimulatorOptions = {}): AwsSimulator =>
  buildSimulator(
    createAwsEngine(awsDialect, {
      limits: { ...DEFAULT_LIMITS, ...limits },
      timing: { ...DEFAULT_TIMING, ...timing },
    }),
    options,
  )
