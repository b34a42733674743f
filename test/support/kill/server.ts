import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../programs/serve-data.ts', import.meta.url))

export interface DataServer {
  /** Where it listens; rejects with its last words if it ends before it does. */
  readonly url: Promise<string>
  /** What it said about the file so far. */
  notices(): string
  kill(): Promise<void>
}

/** Starts a server on a data file in a process of its own. */
export function startDataServer(path: string): DataServer {
  const child = spawn(process.execPath, ['--import', 'tsx', program, path], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const url = firstLine(child, () => said)
  url.catch(() => undefined) // for rounds that kill it before it listens
  return {
    url,
    notices: () => said,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function firstLine(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${said()}`)))
  })
}
