import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { runProgram } from '../support/programs/run.ts'
import { closedPort } from '../support/server.ts'
import { describeWith } from '../support/toolchain.ts'

const PROCESSES = 4
const CALLS_EACH = 60
const PER_SECOND = 40

interface RunningRedis {
  readonly port: number
  stop(): Promise<void>
}

/** A Redis of this test's own, in memory alone. */
async function startRedis(): Promise<RunningRedis> {
  const port = await closedPort()
  const folder = mkdtempSync(join(tmpdir(), 'polykms-redis-'))
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const child = spawn('redis-server', flags, { stdio: 'ignore' })
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries === 100 || child.exitCode !== null) throw new Error('redis-server does not answer')
    await sleep(50)
  }
  return {
    port,
    stop: async () => {
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const tell = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.on('connect', tell(true)).on('error', tell(false))
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill()
  })
}

describeWith(
  'four processes and one Redis',
  { what: 'redis-server (apt-get install redis-server)', command: ['redis-server', '--version'] },
  () => {
    let redis: RunningRedis
    let server: RunningServer
    const simulator = createAwsSimulator()
    beforeAll(async () => {
      redis = await startRedis()
      server = await serve({ port: 0, simulators: [simulator] })
    })
    afterAll(async () => {
      await server?.close()
      await redis?.stop()
    })

    test('share one limit: together they stay below it, and every call gets its turn', async () => {
      const args = [server.url, String(redis.port), String(CALLS_EACH), String(PER_SECOND)]
      const programs = await Promise.all(
        Array.from({ length: PROCESSES }, () => runProgram('limited', args, {}, 60_000)),
      )
      expect(programs.map(({ code, stdout, stderr }) => ({ code, stdout, stderr }))).toEqual(
        Array(PROCESSES).fill({ code: 0, stdout: `${CALLS_EACH}\n`, stderr: '' }),
      )
      const total = PROCESSES * CALLS_EACH
      const arrivedMs = simulator
        .calls()
        .map(({ time }) => Date.parse(time))
        .sort((a, b) => a - b)
      expect(arrivedMs).toHaveLength(total)
      const [firstMs = 0] = arrivedMs
      // Windows are fixed, and a busy machine may send late what was let go in time: two windows' points may come early.
      const early = arrivedMs.filter((ms, index) => ms - firstMs < (Math.floor(index / PER_SECOND) - 2) * 1_000)
      expect(early).toEqual([])
      const lastedMs = Math.max(...arrivedMs) - firstMs
      expect(lastedMs).toBeGreaterThan((total / PER_SECOND - 3) * 1_000)
      console.info(`${total} calls of ${PROCESSES} processes at ${PER_SECOND} a second: ${lastedMs} ms`)
    })
  },
)
