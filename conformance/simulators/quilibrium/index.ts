import { createAwsEngine } from '../aws/engine.ts'
import type { PutKeyInput } from '../aws/put-key.ts'
import { DEFAULT_LIMITS, DEFAULT_TIMING } from '../aws/types.ts'
import { buildSimulator, type Simulator } from '../shared/simulator.ts'
import { quilibriumDialect } from './dialect.ts'
import { type QuilibriumSimulatorOptions, settingsOf } from './options.ts'

export type { PutKeyInput as QuilibriumPutKeyInput } from '../aws/put-key.ts'
export type {
  Limits as QuilibriumLimits,
  QuilibriumSimulatorOptions,
  Readings as QuilibriumReadings,
  Timing as QuilibriumTiming,
} from './options.ts'

/** The simulator of Q-KMS. */
export type QuilibriumSimulator = Simulator<PutKeyInput>

/** Quilibrium Q-KMS in this process; access key `test-quilibrium`, secret `test`, account 000000000000. */
export const createQuilibriumSimulator = (options: QuilibriumSimulatorOptions = {}): QuilibriumSimulator => {
  const settings = settingsOf(options)
  const { limits, timing } = settings
  return buildSimulator(
    createAwsEngine(quilibriumDialect(settings), {
      limits: { ...DEFAULT_LIMITS, ...limits },
      timing: { ...DEFAULT_TIMING, ...timing },
    }),
    { credentials: [{ accessKeyId: 'test-quilibrium', secret: 'test' }], ...options },
  )
}
