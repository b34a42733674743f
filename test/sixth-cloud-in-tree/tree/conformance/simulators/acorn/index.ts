import { buildSimulator, type Simulator, type SimulatorOptions } from '../shared/simulator.ts'
import { createAcornEngine, type PutKeyInput } from './engine.ts'

export type { PutKeyInput as AcornPutKeyInput } from './engine.ts'

/** The simulator of Acorn Cloud KMS. */
export type AcornSimulator = Simulator<PutKeyInput>

/** Acorn Cloud KMS in this process. */
export const createAcornSimulator = (options: SimulatorOptions = {}): AcornSimulator =>
  buildSimulator(createAcornEngine, options)
