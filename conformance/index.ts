export { type Behaviour, Deviation } from './behaviours/behaviour.ts'
export { behaviours } from './behaviours/index.ts'
export {
  checkKnownDifferences,
  type KnownDifference,
  type KnownDifferences,
  parseKnownDifferences,
  readKnownDifferences,
} from './known.ts'
export {
  type Cell,
  cellId,
  EVIDENCE,
  type Evidence,
  type Expectation,
  type Expected,
  expected,
  type FlatCell,
  flatten,
  type Inference,
  KEY_KINDS,
  type KeyKind,
  type Matrix,
  type MatrixCloud,
  matrix,
  matrixClouds,
  matrixEdition,
  type Outcome,
  type Role,
  type Source,
  sources,
} from './matrix/index.ts'
export { type PlannedCase, type PlanOptions, plan } from './plan.ts'
export {
  type CaseResult,
  type Expected as CaseExpectation,
  type RunOptions,
  runConformance,
} from './run.ts'
export type { Aspect } from './scenarios/observe.ts'
export type { Stage } from './scenarios/stage.ts'
export type { Exchange, Recorder, Settling, Step, Target, TargetControl } from './target.ts'
export type { Observed, Verdict } from './verdict.ts'
