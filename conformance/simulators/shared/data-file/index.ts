/** Keeps the state of simulators in one file, through restarts and through kill -9. */
import { type FileHandle, open, realpath, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { AnySimulator } from '../simulator.ts'
import { replayRecord } from './entries.ts'
import { DataFileError, errorCode } from './errors.ts'
import { Journal, temporaryOf, type Written } from './journal.ts'
import { lockFile } from './lock.ts'
import { HEAD, readRecords } from './records.ts'

export { DataFileError } from './errors.ts'

export interface DataFileOptions {
  /** Told about what was repaired in a data file, and once if it cannot be written any more. */
  readonly notify?: (notice: string) => void
  /** A data file is rewritten as a snapshot when its log has outgrown this and the last snapshot; 16 MiB by default. */
  readonly leastLogBytes?: number
}

type Notify = (notice: string) => void

export interface DataFile {
  /** Resolves when everything that has changed so far is on the disk; rejects, from then on always, if a write fails. */
  commit(): Promise<void>
  close(): Promise<void>
}

/**
 * Fills new simulators from a file, and writes every later change to it; makes the file if there is none.
 *
 * It holds key material: only its owner may read it (mode 0600).
 * @throws DataFileError if the file is no data file, is damaged, is in use, or cannot be read or written.
 */
export const openDataFile = async (
  givenPath: string,
  simulators: readonly AnySimulator[],
  { notify = () => undefined, leastLogBytes }: DataFileOptions = {},
): Promise<DataFile> => {
  const path = await resolvePath(givenPath)
  const lock = await lockFile(path)
  try {
    await rm(temporaryOf(path), { force: true }) // what a killed rewrite left holds key material
    const journal = new Journal(path, simulators, await load(path, simulators, notify), leastLogBytes)
    await journal.commit().catch((error) => {
      throw new DataFileError(`${path} cannot be written: ${errorCode(error)}`)
    })
    return {
      commit: () => journal.commit(),
      close: async () => {
        await journal.close()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Through links, since a rename would put a file in the place of a link. */
const resolvePath = async (path: string): Promise<string> => {
  try {
    return await realpath(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw new DataFileError(`${path} cannot be opened: ${errorCode(error)}`)
  }
  try {
    return join(await realpath(dirname(path)), basename(path))
  } catch (error) {
    throw new DataFileError(`${path} cannot be made: its folder gives ${errorCode(error)}`)
  }
}

/** `undefined`: there is nothing yet. */
const load = async (
  path: string,
  simulators: readonly AnySimulator[],
  notify: Notify,
): Promise<Written | undefined> => {
  const file = await openExisting(path)
  if (file === undefined) return undefined
  try {
    const written = await read(file, path, simulators, notify)
    if (written === undefined) await file.close()
    return written
  } catch (error) {
    await file.close()
    if (error instanceof DataFileError) throw error
    throw new DataFileError(`${path} cannot be read: ${errorCode(error)}`)
  }
}

const openExisting = async (path: string): Promise<FileHandle | undefined> => {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw new DataFileError(`${path} cannot be opened: ${errorCode(error)}`)
  }
}

const read = async (
  file: FileHandle,
  path: string,
  simulators: readonly AnySimulator[],
  notify: Notify,
): Promise<Written | undefined> => {
  const { size, mode } = await file.stat()
  if (size === 0) return undefined
  const head = Buffer.alloc(HEAD.length)
  await file.read(head, 0, head.length, 0)
  if (!head.equals(HEAD)) throw new DataFileError(`${path} is no data file of polykms serve, or one of another version`)
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
    await file.chmod(0o600)
    notify(`${path} could be read by others and holds key material: it is now its owner's alone`)
  }
  let snapshotBytes: number | undefined
  const end = await readRecords(file, (text, endBytes) => {
    try {
      if (replayRecord(simulators, text)) snapshotBytes = endBytes
    } catch (error) {
      throw new DataFileError(`${path} cannot be taken over: ${error instanceof Error ? error.message : 'it is odd'}`)
    }
  })
  if (end.damaged || snapshotBytes === undefined)
    throw new DataFileError(`${path} is damaged at byte ${end.wholeBytes} of ${end.totalBytes}: nothing was changed`)
  if (end.wholeBytes < end.totalBytes) {
    await file.truncate(end.wholeBytes)
    await file.sync()
    const cut = end.totalBytes - end.wholeBytes
    notify(
      `${path} ended with a change that was not written whole and never acknowledged: its ${cut} bytes are cut off`,
    )
  }
  for (const { control } of simulators) control.resume()
  return { file, snapshotBytes, totalBytes: end.wholeBytes }
}
