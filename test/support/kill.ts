import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLiveTarget } from '../../conformance/targets/live.ts'
import { type KeyState, paginate } from '../../src/index.ts'
import { busiestSecond, callsOf, control, essence, readReport, startLive } from './live.ts'

/** What came of a run that was killed again and again, beside one that was left alone. */
export interface Killed {
  readonly kills: number
  readonly report: unknown
  readonly undisturbed: unknown
  /** Keys that the server had made and no line of the journal announced, at any of the kills. */
  readonly unannounced: number
  readonly keysMade: number
  readonly busiestSecond: number
  /** States of every key that is left, in both regions. */
  readonly left: readonly KeyState[]
}

export interface KillOptions {
  readonly cloud: string
  readonly url: string
  readonly kills: number
  readonly filter?: string
  readonly maxKeys: number
  readonly maxRps: number
  /** Chooses when to kill. */
  readonly random: () => number
  readonly longestLifeMs: number
}

const CREATES = /^(CreateKey|create-key)$/

export async function killedRun(options: KillOptions): Promise<Killed> {
  const { cloud, url, filter, maxKeys, maxRps } = options
  const folder = mkdtempSync(join(tmpdir(), 'polykms-kill-'))
  const journals = join(folder, 'journals')
  const common = ['--target', 'live', '--yes', '--journal', journals, '--max-keys', String(maxKeys), '--out']
  const begin = ['run', '--cloud', cloud, '--endpoint', url, ...(filter === undefined ? [] : ['--filter', filter])]
  try {
    const alone = await startLive([...begin, ...common, join(folder, 'alone')]).end
    if (alone.code !== 0) throw new Error(`the undisturbed run ended with ${alone.code}: ${alone.stderr}`)
    await control(url, 'reset', { cloud })

    const paced = [...common, join(folder, 'killed'), '--max-rps', String(maxRps)]
    let unannounced = 0
    let kills = 0
    let run = startLive([...begin, ...paced])
    while (kills < options.kills) {
      await run.said('journal ')
      await sleep(options.random() * options.longestLifeMs)
      run.child.kill('SIGKILL')
      const { code } = await run.end
      unannounced += Math.max(0, (await keysMade(cloud, url)) - announced(journals))
      // It was done before it could be killed: there is nothing to go on with.
      if (code === 0) break
      kills += 1
      run = startLive(['run', ...paced, '--resume'])
    }
    const { code, stderr } = await run.end
    if (code !== 0) throw new Error(`the resumed run ended with ${code}: ${stderr}`)
    const calls = (await callsOf(url)).filter((call) => call.cloud === cloud)
    return {
      kills,
      report: essence(readReport(join(folder, 'killed'))),
      undisturbed: essence(readReport(join(folder, 'alone'))),
      unannounced,
      keysMade: await keysMade(cloud, url),
      busiestSecond: busiestSecond(calls),
      left: await keysLeft(cloud, url),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function keysMade(cloud: string, url: string): Promise<number> {
  const calls = await callsOf(url)
  return calls.filter((call) => call.cloud === cloud && CREATES.test(call.action) && call.status < 300).length
}

/** Lines of the newest journal that announce a key. */
function announced(journals: string): number {
  const texts = readdirSync(journals).map((name) => readFileSync(join(journals, name), 'utf8'))
  const newest = texts.sort((a, b) => startOf(a).localeCompare(startOf(b))).at(-1) ?? ''
  return newest.split('\n').filter((line) => line.startsWith('{"t":"creating","what":"key"')).length
}

function startOf(journal: string): string {
  return /"at":"([^"]+)"/.exec(journal)?.[1] ?? ''
}

async function keysLeft(cloud: string, url: string): Promise<readonly KeyState[]> {
  const { kms, other } = await createLiveTarget({ cloud, endpoint: url })
  const states: KeyState[] = []
  for (const place of other === undefined ? [kms] : [kms, other.kms]) {
    for await (const { keyId } of paginate(place, 'listKeys', {}))
      states.push((await place.describeKey({ keyId })).state)
  }
  return states
}

/** A generator whose numbers depend on the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
