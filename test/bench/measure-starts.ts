import { rotated } from './measure-calls.ts'
import { clients } from './plan.ts'
import { ask, type Programs, withServer } from './processes.ts'
import type { Start } from './programs/start.ts'
import type { BenchCloud } from './replies.ts'
import { median, type Ratio, ratio } from './statistics.ts'

/** Import and first call of one client in a fresh process. */
export interface StartRow {
  readonly cloud: BenchCloud
  readonly client: string
  /** One file made by esbuild, or the packages as installed. */
  readonly form: 'bundled' | 'unbundled'
  readonly wallMs: number
  readonly cpuMs: number
  /** Ours to each official client, by its name: wall time. */
  readonly wallTo?: Readonly<Record<string, Ratio>>
  readonly cpuTo?: Readonly<Record<string, Ratio>>
}

export async function measureStarts(
  programs: Programs,
  cloud: BenchCloud,
  { starts }: { readonly starts: number },
): Promise<StartRow[]> {
  const rows: StartRow[] = []
  for (const form of ['bundled', 'unbundled'] as const) {
    const files = new Map<string, string>()
    for (const client of clients[cloud]) {
      const variant = `${cloud}-${client}`
      files.set(client, form === 'bundled' ? await programs.bundle(variant) : programs.path(`variants/${variant}`))
    }
    rows.push(...(await measureForm(programs, cloud, form, files, starts)))
  }
  return rows
}

async function measureForm(
  programs: Programs,
  cloud: BenchCloud,
  form: StartRow['form'],
  files: ReadonlyMap<string, string>,
  starts: number,
): Promise<StartRow[]> {
  const names = [...files.keys()]
  const runs = new Map(names.map((name): [string, Start[]] => [name, []]))
  const start = (name: string, port: number) =>
    ask<Start>(programs, programs.path('programs/start'), [files.get(name) ?? '', String(port)])
  await withServer(programs, cloud, async (port) => {
    // The first of each reads its files from disk, which is another thing.
    if (starts > 1) for (const name of names) await start(name, port)
    for (let repetition = 0; repetition < starts; repetition += 1) {
      for (const name of rotated(names, repetition)) runs.get(name)?.push(await start(name, port))
    }
  })
  const wall = (name: string) => (runs.get(name) ?? []).map((one) => one.wallMs)
  const cpu = (name: string) => (runs.get(name) ?? []).map((one) => one.cpuMs)
  const others = names.filter((name) => name !== 'floor' && name !== 'polykms')
  return names.map((client) => ({
    cloud,
    client,
    form,
    wallMs: median(wall(client)),
    cpuMs: median(cpu(client)),
    ...(client === 'polykms' && {
      wallTo: Object.fromEntries(others.map((name) => [name, ratio(wall(client), wall(name))])),
      cpuTo: Object.fromEntries(others.map((name) => [name, ratio(cpu(client), cpu(name))])),
    }),
  }))
}
