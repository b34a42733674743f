import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Program } from './servers.ts'

/** Longest time a server may take until it answers, and to end after it was asked to. */
const START_MS = 60_000
const STOP_MS = 5_000

export interface Ended {
  readonly code: number | null
  readonly output: string
}

/** Runs a program to its end; its output is kept. */
export async function ended(command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  // Rejects with the reason if the program cannot be started.
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : null, output: Buffer.concat(chunks).toString('utf8') }
}

/** @throws Error with the program's output if it fails. */
export async function run(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await ended(command, args)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${output}`)
}

/** A port of the loopback address that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export interface Running {
  stop(): Promise<void>
}

/**
 * Starts a server and waits until it answers HTTP, whatever it says.
 *
 * @throws Error with the end of its output if it ends, or does not answer in time.
 */
export async function started({ command, args, env }: Program, port: number): Promise<Running> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let tail = ''
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-2_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', (error) => keep(Buffer.from(error.message)))
  const endMs = performance.now() + START_MS
  while (!(await answers(port))) {
    if (hasEnded(child) || performance.now() > endMs) {
      await stop(child)
      throw new Error(`${command} does not answer\n${tail}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { stop: () => stop(child) }
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`)
    return true
  } catch {
    return false
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await closed
  clearTimeout(timer)
}
