import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

export interface Finished {
  /** `null` if a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command line to its end. */
export function runCli(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Finished> {
  return finished(spawn(process.execPath, [main, ...args], { env }))
}

export interface Served {
  readonly url: string
  readonly child: ChildProcess
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Finished>
}

/** Starts `polykms serve` on a free port and waits for its one line. */
export function startServe(args: readonly string[] = []): Promise<Served> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', ...args])
  const end = finished(child)
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => {
      const url = /http:\/\/\S+/.exec(chunk.toString())?.[0]
      if (url === undefined) return reject(new Error(`serve said ${chunk.toString()}`))
      resolve({
        url,
        child,
        stop: (signal = 'SIGTERM') => {
          child.kill(signal)
          return end
        },
      })
    })
    end.then(({ code, stderr }) => reject(new Error(`serve ended with ${code}: ${stderr}`)), reject)
  })
}

function finished(child: ChildProcess): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
