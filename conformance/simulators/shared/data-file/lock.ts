import { open, readdir, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { DataFileError, errorCode } from './errors.ts'

/** Held until it is released, or until its process ends in whatever way. */
export interface Lock {
  release(): Promise<void>
}

const HOST = encodeURIComponent(hostname())

/** What tells this run of a process from a later one with the same number: the tick at which it began (Linux). */
const startOf = async (pid: number): Promise<string> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // proc(5): the fields after the program's name in parentheses; the 20th of them is `starttime`.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** Whether the process that made a lock file is there. Of another machine, or container, nobody here can tell. */
const isAlive = async (holder: string): Promise<boolean> => {
  const [, host, pidText, started] = /^(.+)\.(\d+)\.(\d*)$/.exec(holder) ?? []
  const pid = Number(pidText)
  if (host !== HOST) return true
  return isRunning(pid) && started === (await startOf(pid))
}

/**
 * Locks a file against other processes that ask here.
 *
 * Each makes a lock file that names it, and only then looks for others: of two that come at the same time at least one
 * sees the other and leaves. What a killed process left behind is recognised and cleared away.
 * @throws DataFileError naming the holder.
 */
export const lockFile = async (path: string): Promise<Lock> => {
  const prefix = `${basename(path)}.lock-`
  const own = `${prefix}${HOST}.${process.pid}.${await startOf(process.pid)}`
  const ownPath = join(dirname(path), own)
  await claim(path, ownPath)
  const release = () => rm(ownPath, { force: true })
  try {
    for (const name of await readdir(dirname(path))) {
      if (!name.startsWith(prefix) || name === own) continue
      if (await isAlive(name.slice(prefix.length))) throw inUse(path, join(dirname(path), name))
      await rm(join(dirname(path), name), { force: true })
    }
  } catch (error) {
    await release()
    throw error
  }
  return { release }
}

const claim = async (path: string, lockPath: string): Promise<void> => {
  try {
    await (await open(lockPath, 'wx', 0o600)).close()
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw inUse(path, lockPath)
    throw new DataFileError(`${path} cannot be locked: ${errorCode(error)}`)
  }
}

const inUse = (path: string, lockPath: string): DataFileError =>
  new DataFileError(`${path} is in use by another server; if that one is gone, remove ${lockPath}`)
