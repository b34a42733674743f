import { isKmsError, type KmsErrorCode, mapConcurrent } from '../../src/index.ts'
import {
  arm,
  attemptsOf,
  type Bench,
  freshClient,
  type Plant,
  type Prepared,
  prepare,
  rewind,
  startBench,
  TIMEOUT_MS,
} from './bench.ts'
import { type Expected, expectedOf, FAULT_CLOUDS, type FaultCloud } from './cells.ts'
import { FAULTS, type FaultCase } from './faults.ts'
import { fingerprint } from './fingerprint.ts'
import type { Resolver } from './resolver.ts'
import { SUBJECTS, type Subject } from './subjects.ts'

/** What came of a call. `effects` is `other` if it is neither as before nor as after one clean call. */
export interface Observed {
  readonly result: 'succeeds' | 'fails'
  readonly code?: KmsErrorCode
  readonly attempts: number
  readonly effects: 0 | 1 | 'other' | undefined
  readonly ambiguous: boolean
}

export interface FaultCell {
  readonly cloud: FaultCloud
  readonly subject: Subject
  readonly fault: string
  readonly expected: Expected
  readonly observed: Observed
  readonly fits: boolean
}

/** What came of one operation of one cloud under every fault. */
export interface SubjectResult {
  readonly cloud: FaultCloud
  readonly subject: Subject
  /** `unsupported`: the cloud does not have it, and nothing is sent. Otherwise why the faults could not be tried. */
  readonly left?: 'unsupported' | string
  readonly cells: readonly FaultCell[]
}

export interface RunOptions {
  readonly clouds?: readonly FaultCloud[]
  readonly subjects?: readonly Subject[]
  readonly faults?: readonly FaultCase[]
  /** Operations under test at the same time, each with a simulator of its own. */
  readonly concurrency?: number
  readonly plant?: Plant
  readonly onResult?: (result: SubjectResult) => void
}

/** Every operation of every cloud under every fault. */
export async function runFaults(resolver: Resolver, options: RunOptions = {}): Promise<SubjectResult[]> {
  const { clouds = FAULT_CLOUDS, subjects = SUBJECTS, faults = FAULTS, concurrency = 40 } = options
  const pairs = clouds.flatMap((cloud) => subjects.map((subject) => ({ cloud, subject })))
  // First all keys: making them keeps the processor busy for longer than the slow faults wait.
  const ready = await mapConcurrent(pairs, (pair) => getReady(pair, resolver, options.plant), { concurrency: 4 })
  return mapConcurrent(
    ready,
    async (one) => {
      const result = await runSubject(one, faults)
      options.onResult?.(result)
      return result
    },
    { concurrency },
  )
}

type Pair = Pick<SubjectResult, 'cloud' | 'subject'>
type Ready = Pair & { readonly left?: string; readonly bench?: Bench; readonly prepared?: Prepared }

async function getReady({ cloud, subject }: Pair, resolver: Resolver, plant?: Plant): Promise<Ready> {
  const bench = await startBench(cloud, resolver, plant)
  try {
    const prepared = await prepare(bench, subject)
    if (prepared !== undefined) return { cloud, subject, bench, prepared }
    await bench.close()
    return { cloud, subject, left: 'unsupported' }
  } catch (error) {
    await bench.close()
    return { cloud, subject, left: reasonOf(error) }
  }
}

async function runSubject(ready: Ready, faults: readonly FaultCase[]): Promise<SubjectResult> {
  const { cloud, subject, left = 'it could not be prepared', bench, prepared } = ready
  if (bench === undefined || prepared === undefined) return { cloud, subject, left, cells: [] }
  const cells: FaultCell[] = []
  try {
    const trial = await cleanTrial(bench, prepared)
    for (const fault of faults) {
      const expected = expectedOf(cloud, subject, fault)
      const observed = await tryUnder(bench, prepared, fault, trial)
      cells.push({ cloud, subject, fault: fault.id, expected, observed, fits: fits(expected, observed) })
    }
    return { cloud, subject, cells }
  } catch (error) {
    return { cloud, subject, left: reasonOf(error), cells }
  } finally {
    await bench.close()
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'a thrown value'
}

interface Trial {
  readonly snapshot: ReturnType<Bench['simulator']['control']['snapshot']>
  readonly before: string
  readonly after: string
}

/** The call without a fault: what its one effect looks like. */
async function cleanTrial(bench: Bench, { ask, action }: Prepared): Promise<Trial> {
  const { control } = bench.simulator
  const snapshot = control.snapshot()
  rewind(bench, snapshot)
  await ask(await freshClient(bench))
  if (attemptsOf(bench, action) !== 1)
    throw new Error(`without a fault: ${attemptsOf(bench, action)} requests of ${action}`)
  return { snapshot, before: fingerprint(snapshot, snapshot), after: fingerprint(control.snapshot(), snapshot) }
}

async function tryUnder(bench: Bench, { ask, action }: Prepared, fault: FaultCase, trial: Trial): Promise<Observed> {
  rewind(bench, trial.snapshot)
  arm(bench, fault, action)
  const kms = await freshClient(bench, fault.code === 'Timeout' ? TIMEOUT_MS : undefined)
  const said = await ask(kms).then(
    () => ({ result: 'succeeds', ambiguous: false }) as const,
    (error: unknown) => {
      if (!isKmsError(error)) throw error
      return { result: 'fails', code: error.code, ambiguous: error.ambiguous } as const
    },
  )
  await bench.proxy.idle()
  const attempts = attemptsOf(bench, action)
  const seen = fingerprint(bench.simulator.control.snapshot(), trial.snapshot)
  return { ...said, attempts, effects: effectsOf(seen, trial) }
}

function effectsOf(seen: string, { before, after }: Trial): Observed['effects'] {
  if (before === after) return seen === before ? undefined : 'other'
  if (seen === before) return 0
  return seen === after ? 1 : 'other'
}

function fits(expected: Expected, observed: Observed): boolean {
  return (
    expected.result === observed.result &&
    expected.code === observed.code &&
    expected.attempts === observed.attempts &&
    expected.effects === observed.effects &&
    expected.ambiguous === observed.ambiguous
  )
}
