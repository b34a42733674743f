export { type Behaviour, Deviation } from './behaviours/behaviour.ts'
export { behaviours } from './behaviours/index.ts'
export {
  type Cell,
  cellId,
  type Evidence,
  type Expectation,
  expected,
  type FlatCell,
  flatten,
  type KeyKind,
  type Matrix,
  type MatrixCloud,
  matrix,
  matrixClouds,
  matrixEdition,
  type Outcome,
  type Role,
  type Source,
} from './matrix/index.ts'
export { type PlannedCase, type PlanOptions, plan } from './plan.ts'
export { type CaseResult, type RunOptions, runConformance } from './run.ts'
export type { Settling, Target, TargetControl } from './target.ts'
export type { Observed, Verdict } from './verdict.ts'
