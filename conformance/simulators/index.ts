/** The simulators, one function per cloud. Importing a cloud's own folder loads that cloud alone. */
import { type AlibabaSimulator, type AlibabaSimulatorOptions, createAlibabaSimulator } from './alibaba/index.ts'
import { type AwsSimulator, type AwsSimulatorOptions, createAwsSimulator } from './aws/index.ts'
import {
  createHuaweiSimulator,
  createOtcSimulator,
  type HuaweiSimulator,
  type HuaweiSimulatorOptions,
} from './huawei/index.ts'
import {
  createQuilibriumSimulator,
  type QuilibriumSimulator,
  type QuilibriumSimulatorOptions,
} from './quilibrium/index.ts'

export type {
  AlibabaLimits,
  AlibabaPutKeyInput,
  AlibabaSimulator,
  AlibabaSimulatorOptions,
  AlibabaTag,
} from './alibaba/index.ts'
export { createAlibabaSimulator } from './alibaba/index.ts'
export type { AwsLimits, AwsPutKeyInput, AwsSimulator, AwsSimulatorOptions, AwsTiming } from './aws/index.ts'
export { createAwsSimulator } from './aws/index.ts'
export type {
  HuaweiLimits,
  HuaweiProject,
  HuaweiPutKeyInput,
  HuaweiQuirks,
  HuaweiSimulator,
  HuaweiSimulatorOptions,
  HuaweiStateCodes,
  HuaweiUser,
} from './huawei/index.ts'
export { createHuaweiSimulator, createOtcSimulator } from './huawei/index.ts'
export type {
  QuilibriumLimits,
  QuilibriumPutKeyInput,
  QuilibriumReadings,
  QuilibriumSimulator,
  QuilibriumSimulatorOptions,
  QuilibriumTiming,
} from './quilibrium/index.ts'
export { createQuilibriumSimulator } from './quilibrium/index.ts'
export type { CallRecord } from './shared/calls.ts'
export type { Clock } from './shared/clock.ts'
export type { Credential, PutKeyResult, Recognition } from './shared/engine.ts'
export type { Fault, FaultKind, Faults } from './shared/faults.ts'
export type { LagSettings } from './shared/lag.ts'
export type { Control, Simulator, SimulatorOptions } from './shared/simulator.ts'
export type { Snapshot } from './shared/store.ts'

/** One line per cloud. */
const factories = {
  aws: (options?: AwsSimulatorOptions): AwsSimulator => createAwsSimulator(options),
  alibaba: (options?: AlibabaSimulatorOptions): AlibabaSimulator => createAlibabaSimulator(options),
  huawei: (options?: HuaweiSimulatorOptions): HuaweiSimulator => createHuaweiSimulator(options),
  otc: (options?: HuaweiSimulatorOptions): HuaweiSimulator => createOtcSimulator(options),
  quilibrium: (options?: QuilibriumSimulatorOptions): QuilibriumSimulator => createQuilibriumSimulator(options),
} as const

/** A cloud that can be simulated. */
export type SimulatedCloud = keyof typeof factories

type Factory<C extends SimulatedCloud> = (typeof factories)[C]

/** Every cloud that can be simulated. */
export const simulatedClouds = Object.keys(factories) as SimulatedCloud[] // the keys of this very literal

/**
 * A cloud's KMS as a function from `Request` to `Response`, with its own state.
 *
 * Callers sign with access key `test` (OTC: `test-otc`, Quilibrium: `test-quilibrium`) and secret `test` unless
 * `credentials` says otherwise. Nothing is shared between two simulators, and nothing leaves the process.
 */
export const createSimulator = <C extends SimulatedCloud>(
  cloud: C,
  options?: Parameters<Factory<C>>[0],
): ReturnType<Factory<C>> => {
  if (!Object.hasOwn(factories, cloud))
    throw new TypeError(`there is no simulator for ${cloud} (${simulatedClouds.join(', ')})`)
  const factory = factories[cloud] as (given?: typeof options) => ReturnType<Factory<C>> // the entry named by C
  return factory(options)
}
