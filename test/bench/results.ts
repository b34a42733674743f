import { cpus } from 'node:os'
import type { ProfileRow } from './measure-profile.ts'
import type { InstallRow } from './measure-sizes.ts'
import type { Effort } from './plan.ts'
import type { Measured, Target } from './targets.ts'

/** All that a run of the bench found; `docs/performance.md` is written from it. */
export interface Results extends Measured {
  readonly measuredOn: string
  readonly machine: string
  readonly node: string
  readonly effort: Effort
  readonly installs: readonly InstallRow[]
  readonly profiles: readonly ProfileRow[]
  readonly targets: readonly Target[]
  /** What the bench of simulators and suite printed, if it was run. */
  readonly serve: readonly string[]
}

export function describeMachine(): Pick<Results, 'measuredOn' | 'machine' | 'node'> {
  const all = cpus()
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: `${all.length} × ${all[0]?.model.trim() ?? 'unknown processor'}, ${process.platform}`,
    node: process.versions.node,
  }
}
