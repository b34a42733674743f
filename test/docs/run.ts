import { type ChildProcess, spawn } from 'node:child_process'
import { ROOT } from '../rules/source-tree.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

type Variables = Readonly<Record<string, string>>

/** Runs a program to its end, with nothing of this process's environment that could change what it does. */
export function run(command: string, args: readonly string[], env: Variables = {}): Promise<Ended> {
  return ended(start(command, args, env))
}

/** Runs the built command line. */
export function runCli(args: readonly string[], env: Variables = {}): Promise<Ended> {
  return run(process.execPath, ['dist/src/cli/main.js', ...args], env)
}

/** `polykms serve` on a free port. */
export interface Served {
  readonly url: string
  stop(): Promise<Ended>
}

export async function startServe(): Promise<Served> {
  const child = start(process.execPath, ['dist/src/cli/main.js', 'serve', '--port', '0'], {})
  const end = ended(child)
  const url = await new Promise<string>((resolve, reject) => {
    let seen = ''
    child.stdout?.on('data', (chunk) => {
      seen += chunk
      const found = /listening on (http:\S+)\n/.exec(seen)?.[1]
      if (found !== undefined) resolve(found)
    })
    end.then(({ stderr }) => reject(new Error(`polykms serve did not start: ${stderr}`)))
  })
  return {
    url,
    stop: () => {
      child.kill('SIGTERM')
      return end
    },
  }
}

function start(command: string, args: readonly string[], env: Variables): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  return spawn(command, args, { cwd: ROOT, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
}

function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr?.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
