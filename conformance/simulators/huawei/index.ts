import { buildSimulator, type Simulator } from '../shared/simulator.ts'
import { createHuaweiEngine } from './engine.ts'
import type { HuaweiSimulatorOptions } from './options.ts'
import { huawei, otc } from './profile.ts'
import type { PutKeyInput } from './put-key.ts'

export type {
  HuaweiSimulatorOptions,
  Limits as HuaweiLimits,
  Project as HuaweiProject,
  Quirks as HuaweiQuirks,
  StateCodes as HuaweiStateCodes,
  User as HuaweiUser,
} from './options.ts'
export { DOMAIN_NAME, projectIdOf } from './projects.ts'
export type { PutKeyInput as HuaweiPutKeyInput } from './put-key.ts'

/** The simulator of Huawei Cloud's or Open Telekom Cloud's KMS. */
export type HuaweiSimulator = Simulator<PutKeyInput>

/** The gateway's limit, in bytes. */
const BODY_LIMIT_BYTES = 12 * 1_048_576

/** Huawei Cloud's KMS and IAM in this process; access key `test`, user `test`, secret and password `test`. */
export const createHuaweiSimulator = (options: HuaweiSimulatorOptions = {}): HuaweiSimulator =>
  buildSimulator(createHuaweiEngine(huawei, options), { bodyLimitBytes: BODY_LIMIT_BYTES, ...options })

/** Open Telekom Cloud's; access key and user `test-otc`, secret and password `test`. */
export const createOtcSimulator = (options: HuaweiSimulatorOptions = {}): HuaweiSimulator =>
  buildSimulator(createHuaweiEngine(otc, options), {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    credentials: [{ accessKeyId: 'test-otc', secret: 'test' }],
    ...options,
  })
