export { RunStopped } from '../scenarios/stage.ts'
export { leftOut } from './certify.ts'
export { type Estimate, estimate } from './estimate.ts'
export {
  createJournal,
  type Journal,
  JournalError,
  listJournals,
  openJournal,
  type RunSettings,
} from './journal.ts'
export { type Caps, journalled } from './journalled.ts'
export { type Check, preflight } from './preflight.ts'
export { priceless } from './prices.ts'
export { refusedOperations } from './probes.ts'
export { allResults, finished, runLive } from './run.ts'
export { type Swept, sweepByJournal, sweepByMark } from './sweep.ts'
