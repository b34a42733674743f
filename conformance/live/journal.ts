import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { CaseResult } from '../run.ts'
import type { RememberedKey } from './pool.ts'

/** What a run was asked to do; a resumed one does the same. */
export interface RunSettings {
  readonly clouds: readonly string[]
  readonly region?: string
  readonly otherRegion?: string
  readonly endpoint?: string
  readonly iamEndpoint?: string
  readonly grantee?: string
  readonly filter?: string
  readonly certify?: boolean
  readonly known?: string
  readonly matrixEdition: string
}

/** Something that a call is about to make, or has made. */
export interface Creation {
  readonly what: 'key' | 'replica' | 'alias'
  readonly cloud: string
  readonly region: string
  /** Counts the creations of the run; with the run's id it is the mark that a key carries. */
  readonly seq: number
  /** An alias's own name. */
  readonly alias?: string
  /** A replica's key; the replica has the same id in its own region. */
  readonly of?: string
}

/** `doubtful`: no clear answer came, so that it may exist; without any of the others the process ended in between. */
export type CreationEnd =
  | { readonly made: string }
  | { readonly refused: string }
  | { readonly doubtful: string }
  | { readonly absent: true }

export interface JournalledCreation extends Creation {
  readonly end: CreationEnd | undefined
}

type Line =
  | { readonly t: 'run'; readonly v: 1; readonly run: string; readonly at: string; readonly settings: RunSettings }
  | { readonly t: 'process'; readonly at: string; readonly pid: number; readonly host: string }
  | ({ readonly t: 'creating' } & Creation)
  | { readonly t: 'ended'; readonly seq: number; readonly end: CreationEnd }
  | ({ readonly t: 'key'; readonly cloud: string } & RememberedKey)
  | { readonly t: 'result'; readonly result: CaseResult }
  | { readonly t: 'swept'; readonly cloud: string; readonly at: string }
  | { readonly t: 'finished'; readonly at: string }

/**
 * The memory of a live run, on disk: a line of JSON for everything that is made, before it is made, and for every
 * result. No line holds a secret.
 */
export interface Journal {
  readonly run: string
  readonly file: string
  readonly settings: RunSettings
  readonly startedAt: string
  /** How many processes have worked on the run. */
  readonly processes: number
  readonly finished: boolean
  /** Writes that something is about to be made; it is on disk when this returns. */
  creating(creation: Omit<Creation, 'seq'>): Creation
  ended(creation: Pick<Creation, 'seq'>, end: CreationEnd): void
  remember(cloud: string, key: RememberedKey): void
  add(result: CaseResult): void
  sweptCloud(cloud: string): void
  finish(): void
  creations(cloud: string): readonly JournalledCreation[]
  /** The last word on every key that cases share. */
  keys(cloud: string): readonly RememberedKey[]
  /** The last result of every case. */
  results(cloud: string): readonly CaseResult[]
  /** Was everything of a cloud swept after its last creation? */
  isSwept(cloud: string): boolean
  close(): void
}

const SUFFIX = '.jsonl'

/** A journal that cannot be used, told without a stack. */
export class JournalError extends Error {
  override readonly name = 'JournalError'
}

/** Begins a run, with an id that nothing else has. */
export function createJournal(folder: string, settings: RunSettings): Journal {
  mkdirSync(folder, { recursive: true })
  const run = randomBytes(4).toString('hex')
  const file = join(folder, `${run}${SUFFIX}`)
  const fd = openSync(file, 'wx', 0o600)
  writeDurably(fd, { t: 'run', v: 1, run, at: new Date().toISOString(), settings })
  closeSync(fd)
  syncFolder(folder)
  return openJournal(file, 'work')
}

/** The journals of a folder, oldest first. */
export function listJournals(folder: string): readonly string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  const files = names.filter((name) => name.endsWith(SUFFIX)).map((name) => join(folder, name))
  const began = new Map(files.map((file) => [file, firstLine(file).at]))
  return files.sort((a, b) => (began.get(a) ?? '').localeCompare(began.get(b) ?? ''))
}

/**
 * Opens a run's journal: to `work` on, to `sweep`, or to `read` only.
 *
 * @throws JournalError if the file is none of ours, or if another process of this machine works on it.
 */
export function openJournal(file: string, purpose: 'work' | 'sweep' | 'read'): Journal {
  const { lines, wholeBytes } = readLines(file)
  const [head] = lines
  if (head?.t !== 'run') throw new JournalError(`${file} is no journal of a run`)
  const last = lines.findLast((line) => line.t === 'process')
  if (purpose !== 'read' && last !== undefined && isAtWork(last)) {
    throw new JournalError(`process ${last.pid} is still working on run ${head.run}`)
  }
  const fd = openSync(file, purpose === 'read' ? 'r' : 'r+')
  // What was being written when the process was killed is half a line: nothing had come of it yet.
  if (purpose !== 'read') ftruncateSync(fd, wholeBytes)
  let position = wholeBytes
  const write = (line: Line, durably = false) => {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, position + done)
    position += bytes.length
    if (durably) fsyncSync(fd)
    lines.push(line)
  }
  if (purpose === 'work') write({ t: 'process', at: new Date().toISOString(), pid: process.pid, host: hostname() })
  let seq = Math.max(0, ...lines.map((line) => (line.t === 'creating' ? line.seq : 0)))

  const creations = (cloud: string): readonly JournalledCreation[] => {
    const ends = new Map(lines.flatMap((line) => (line.t === 'ended' ? [[line.seq, line.end] as const] : [])))
    return lines.flatMap((line) => {
      if (line.t !== 'creating' || line.cloud !== cloud) return []
      const { t: _t, ...creation } = line
      return [{ ...creation, end: ends.get(line.seq) }]
    })
  }
  return {
    run: head.run,
    file,
    settings: head.settings,
    startedAt: head.at,
    processes: lines.filter(({ t }) => t === 'process').length,
    get finished() {
      return lines.some(({ t }) => t === 'finished')
    },
    creating: (creation) => {
      seq += 1
      const whole = { ...creation, seq }
      write({ t: 'creating', ...whole }, true)
      return whole
    },
    ended: ({ seq: which }, end) => write({ t: 'ended', seq: which, end }),
    remember: (cloud, key) => write({ t: 'key', cloud, ...key }),
    add: (result) => write({ t: 'result', result }),
    sweptCloud: (cloud) => write({ t: 'swept', cloud, at: new Date().toISOString() }, true),
    finish: () => write({ t: 'finished', at: new Date().toISOString() }, true),
    creations,
    keys: (cloud) => {
      const mine = lines.flatMap((line) => (line.t === 'key' && line.cloud === cloud ? [line] : []))
      return [...new Map(mine.map((line) => [line.keyId, line])).values()]
    },
    results: (cloud) => {
      const mine = lines.flatMap((line) => (line.t === 'result' && line.result.cloud === cloud ? [line.result] : []))
      return [...new Map(mine.map((result) => [result.id, result])).values()]
    },
    isSwept: (cloud) => {
      const about = lines.filter((line) => (line.t === 'creating' || line.t === 'swept') && line.cloud === cloud)
      return about.at(-1)?.t !== 'creating'
    },
    close: () => closeSync(fd),
  }
}

function isAtWork({ pid, host }: Line & { t: 'process' }): boolean {
  if (host !== hostname() || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function firstLine(file: string): { readonly at: string } {
  const [head] = readLines(file).lines
  return { at: head?.t === 'run' ? head.at : '' }
}

function readLines(file: string): { lines: Line[]; wholeBytes: number } {
  const bytes = readFileSync(file)
  const wholeBytes = bytes.lastIndexOf('\n') + 1
  const text = bytes.subarray(0, wholeBytes).toString('utf8')
  try {
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line) // written by this very file; its first line says so
    return { lines, wholeBytes }
  } catch {
    throw new JournalError(`${file} is damaged`)
  }
}

function writeDurably(fd: number, line: Line): void {
  writeSync(fd, `${JSON.stringify(line)}\n`)
  fsyncSync(fd)
}

/** A new file's name is not on disk before its folder is. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } catch {
    // Windows has no such thing, and needs none.
  } finally {
    closeSync(fd)
  }
}
