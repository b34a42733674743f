import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AnySimulator } from '../simulator.ts'
import { type Change, encodeChanges, encodeSnapshot } from './entries.ts'
import { frame, HEAD } from './records.ts'

/** About a second's reading. */
const LEAST_LOG_BYTES = 16_777_216
const WRITE_BYTES = 1_048_576

/** Where a rewrite takes place. */
export const temporaryOf = (path: string): string => `${path}.tmp`

export interface Written {
  readonly file: FileHandle
  /** Where the snapshot at its beginning ends. */
  readonly snapshotBytes: number
  readonly totalBytes: number
}

/**
 * Writes every change of some simulators to a file.
 *
 * Changes that come while one write is flushed share the next one, so many callers cost little more than one. Rows are
 * frozen, so what a change put can be encoded later.
 */
export class Journal {
  readonly #path: string
  readonly #simulators: readonly AnySimulator[]
  readonly #leastLogBytes: number
  readonly #pending = new Map<string, Change>()
  #written: Written | undefined
  #isReplaced: boolean
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  /** `written`: the file as it was read; none yet: the first commit makes it. */
  constructor(
    path: string,
    simulators: readonly AnySimulator[],
    written: Written | undefined,
    leastLogBytes = LEAST_LOG_BYTES,
  ) {
    this.#leastLogBytes = leastLogBytes
    this.#path = path
    this.#simulators = simulators
    this.#written = written
    this.#isReplaced = written === undefined
    for (const { cloud, control } of simulators) {
      control.store.onChange(({ table, id, seq, row }) => this.#add({ cloud, table, id, seq, row }))
      control.store.onReplaced(() => {
        this.#isReplaced = true
      })
    }
  }

  /**
   * Resolves when everything that has changed so far is on the disk.
   *
   * @throws what the first failed write threw, from then on always: memory is then ahead of the disk.
   */
  commit(): Promise<void> {
    if (this.#pending.size === 0 && !this.#isReplaced) return this.#running ?? Promise.resolve()
    this.#next ??= this.#after(this.#running)
    return this.#next
  }

  async close(): Promise<void> {
    try {
      await this.commit()
    } finally {
      await this.#written?.file.close()
    }
  }

  #add(change: Change): void {
    const place = `${change.cloud} ${change.table} ${change.id}`
    this.#pending.delete(place) // so that it goes to the end, where the latest change belongs
    this.#pending.set(place, change)
  }

  async #after(before: Promise<void> | undefined): Promise<void> {
    await before
    this.#running = this.#next
    this.#next = undefined
    await this.#write()
  }

  async #write(): Promise<void> {
    const written = this.#written
    const logBytes = written === undefined ? 0 : written.totalBytes - written.snapshotBytes
    const isLong = logBytes > Math.max(this.#leastLogBytes, written?.snapshotBytes ?? 0)
    if (written === undefined || this.#isReplaced || isLong) return this.#rewrite()
    const record = frame(encodeChanges([...this.#pending.values()]))
    this.#pending.clear()
    await writeAll(written.file, record, written.totalBytes)
    await written.file.datasync()
    this.#written = { ...written, totalBytes: written.totalBytes + record.length }
  }

  /** Puts a file with nothing but a snapshot in the place of the old one: at every moment one of the two is there, whole. */
  async #rewrite(): Promise<void> {
    const temporary = temporaryOf(this.#path)
    await rm(temporary, { force: true })
    const file = await open(temporary, 'wx', 0o600)
    try {
      const snapshotBytes = await this.#writeSnapshot(file)
      await file.sync()
      await rename(temporary, this.#path)
      await syncDirectory(dirname(this.#path))
      await this.#written?.file.close()
      this.#written = { file, snapshotBytes, totalBytes: snapshotBytes }
    } catch (error) {
      await file.close()
      await rm(temporary, { force: true })
      throw error
    }
  }

  async #writeSnapshot(file: FileHandle): Promise<number> {
    let totalBytes = 0
    let chunk: Buffer[] = [HEAD]
    let chunkBytes = HEAD.length
    const write = async () => {
      await writeAll(file, Buffer.concat(chunk, chunkBytes), totalBytes)
      totalBytes += chunkBytes
      chunk = []
      chunkBytes = 0
    }
    // The generator takes the contents at its first step, in the same moment in which what is pending is let go.
    const records = encodeSnapshot(this.#simulators)
    this.#isReplaced = false
    this.#pending.clear()
    for (const text of records) {
      const record = frame(text)
      chunk.push(record)
      chunkBytes += record.length
      if (chunkBytes >= WRITE_BYTES) await write()
    }
    await write()
    return totalBytes
  }
}

/** `write` may take less than it is given. */
const writeAll = async (file: FileHandle, bytes: Uint8Array, atBytes: number): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, atBytes + done)
    done += bytesWritten
  }
}

/** Makes a rename last. Where directories cannot be opened (Windows), renames last without. */
const syncDirectory = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const directory = await open(path)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
