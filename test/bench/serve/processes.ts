import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Server {
  readonly port: number
  /** Milliseconds until it listened, Node's own start included. */
  readonly startMs: number
  /** CPU time used so far. */
  cpuMs(): Promise<number>
  stop(): Promise<void>
}

/** Runs a server of this folder, as `run.ts` has compiled it, in a process of its own. */
export async function startServer(name: 'echo' | 'simulators', args: readonly string[] = []): Promise<Server> {
  const startedMs = performance.now()
  const path = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))
  const child = fork(path, [...args], { execArgv: [] })
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the ${name} server ended with ${code}`)))
  gone.catch(() => undefined) // at the end it does go
  const answer = async (): Promise<Record<string, number>> => {
    const message = new Promise((resolve) => child.once('message', resolve))
    return (await Promise.race([message, gone])) as Record<string, number> // `announce` sends nothing else
  }
  const { port = 0 } = await answer()
  return {
    port,
    startMs: performance.now() - startedMs,
    cpuMs: async () => {
      const answered = answer()
      child.send('cpu')
      return (await answered)['cpuMs'] ?? 0
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
