import type { Matrix } from '../matrix/index.ts'
import type { CaseResult } from '../run.ts'
import { runConformance } from '../run.ts'
import type { Target } from '../target.ts'
import { type Price, prices } from './prices.ts'

/** What a live run on one cloud is going to take. */
export interface Estimate {
  readonly cloud: string
  readonly cases: number
  /** Keys and replicas that are made, and scheduled for deletion in the end. */
  readonly keys: number
  /** Requests, logins included. */
  readonly calls: number
  /** At the given rate; waiting for a cloud that is slow to show its changes comes on top. */
  readonly minutes: number
  /** At most; `undefined`: the prices are unknown. */
  readonly money: { readonly amount: number; readonly price: Price } | undefined
}

export interface EstimateOptions {
  /** A simulator of the cloud as a target: the run is rehearsed on it. */
  readonly rehearsal: Target
  /** Every action that the rehearsal's simulator was asked for so far. */
  readonly calls: () => readonly { readonly action: string; readonly status: number }[]
  readonly matrix: Matrix
  readonly filter?: string | undefined
  readonly maxRps: number | undefined
}

/** What a call takes when nothing holds it back. */
const CALL_MS = 60
const MINUTES_PER_MONTH = 730 * 60

/** Rehearses a run, in its own order and with its own waits, on a simulator in this process, and counts. */
export async function estimate(options: EstimateOptions): Promise<Estimate> {
  const { rehearsal, matrix, filter, maxRps } = options
  // A real account has no control surface, and is believed only after three equal reads.
  const { control: _control, ...withoutControl } = rehearsal
  let creations = 0
  const counting = <T>(create: () => Promise<T>): Promise<T> => {
    creations += 1
    return create()
  }
  const { kms } = rehearsal
  const target: Target = {
    ...withoutControl,
    kms: {
      ...kms,
      createKey: (input, more) => counting(() => kms.createKey(input, more)).catch(uncounted),
      replicateKey: (input, more) => counting(() => kms.replicateKey(input, more)).catch(uncounted),
    },
    settling: { consecutive: 3, intervalMs: 0, deadlineMs: 2_000 },
  }
  function uncounted(error: unknown): never {
    creations -= 1
    throw error
  }
  const results: CaseResult[] = []
  for await (const result of runConformance({ target, matrix, filter })) results.push(result)
  const calls = options.calls().length
  const minutes = (calls * Math.max(CALL_MS, maxRps === undefined ? 0 : 1_000 / maxRps)) / 60_000
  return {
    cloud: target.cloud,
    cases: results.length,
    keys: creations,
    calls,
    minutes,
    money: moneyOf(target.cloud, creations, calls, minutes),
  }
}

/** Every key counted from the first minute to the last, every call at the highest price, no free ones. */
function moneyOf(cloud: string, keys: number, calls: number, minutes: number): Estimate['money'] {
  const price = prices[cloud]
  if (price === undefined) return undefined
  const hours = Math.max(1, Math.ceil(minutes / 60))
  const months = (hours * 60) / MINUTES_PER_MONTH
  return { amount: keys * price.perKeyMonth * months + (calls / 10_000) * price.perTenThousandCalls, price }
}
