import { STATE } from './huawei/types.ts'
import { arrivalOf, type CallRecord } from './shared/calls.ts'
import { isJsonObject } from './shared/json.ts'
import type { AnySimulator } from './shared/simulator.ts'

/** A key as people are shown it: names and states, no material and no policy. */
export interface KeySight {
  readonly keyId: string
  readonly region: string
  /** The cloud's own word, and what it means where it is a number. */
  readonly state: string
  readonly spec: string
  readonly usage: string
  readonly createdAt: string
}

/** One cloud at this moment. */
export interface CloudSight {
  readonly cloud: string
  /** Virtual time, ISO 8601. */
  readonly now: string
  readonly faults: number
  readonly keys: { readonly total: number; readonly newest: readonly KeySight[] }
}

export interface Overview {
  readonly clouds: readonly CloudSight[]
  /** The newest calls of all clouds, newest first. */
  readonly calls: readonly CallRecord[]
}

const MAX_KEYS = 200
const MAX_CALLS = 100

/** What the page shows, all of one moment. */
export const overviewOf = (simulators: readonly AnySimulator[]): Overview => ({
  clouds: simulators.map((simulator) => {
    const { cloud, control } = simulator
    const rows = control.store.contents().find(({ name }) => name === 'keys')?.entries ?? []
    return {
      cloud,
      now: new Date(control.clock.now()).toISOString(),
      faults: control.faults.list().length,
      keys: {
        total: rows.length,
        newest: rows
          .slice(-MAX_KEYS)
          .reverse()
          .flatMap(({ row }) => sightOf(row)),
      },
    }
  }),
  calls: simulators
    .flatMap((simulator) => simulator.calls().slice(-MAX_CALLS))
    .sort((a, b) => arrivalOf(b) - arrivalOf(a))
    .slice(0, MAX_CALLS),
})

const MEANINGS: ReadonlyMap<string, string> = new Map(Object.entries(STATE).map(([word, number]) => [number, word]))

/** Every cloud calls these columns alike; whatever else a row has, material most of all, stays behind. */
const sightOf = (row: object): readonly KeySight[] => {
  const columns: unknown = row
  if (!isJsonObject(columns)) return []
  const { keyId, region, state, spec, usage, createdAtMs } = columns
  if (typeof keyId !== 'string' || typeof state !== 'string' || typeof createdAtMs !== 'number') return []
  const meaning = MEANINGS.get(state)
  return [
    {
      keyId,
      region: String(region),
      state: meaning === undefined ? state : `${state} ${meaning}`,
      spec: String(spec),
      usage: String(usage),
      createdAt: new Date(createdAtMs).toISOString(),
    },
  ]
}
