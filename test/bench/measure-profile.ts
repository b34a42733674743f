import { ask, type Programs, withServer } from './processes.ts'
import type { Profile } from './programs/profile.ts'
import type { BenchCloud } from './replies.ts'

/** Where the time of one client's calls goes, one after the other; waiting left out. */
export interface ProfileRow {
  readonly cloud: BenchCloud
  readonly client: string
  /** Microseconds per call, by what they were spent in. */
  readonly micros: Profile
}

const CLIENTS = ['floor', 'polykms'] as const

export async function measureProfiles(
  programs: Programs,
  cloud: BenchCloud,
  { calls }: { readonly calls: number },
): Promise<ProfileRow[]> {
  return withServer(programs, cloud, async (port) => {
    const rows: ProfileRow[] = []
    for (const client of CLIENTS) {
      const args = [programs.path(`variants/${cloud}-${client}`), String(port), String(calls * 2)]
      rows.push({ cloud, client, micros: await ask<Profile>(programs, programs.path('programs/profile'), args) })
    }
    return rows
  })
}
