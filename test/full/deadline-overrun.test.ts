import { spawn } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { aws } from '../../providers/aws/index.ts'
import { createClient, isKmsError, type KmsClient, tokenBucketLimiter } from '../../src/index.ts'

const CONCURRENCY = 64
const CALLS = 1_280
const ALLOWED_MS = 50
/** What else runs on the machine only adds: the best of some rounds is nearest to what the client does by itself. */
const ROUNDS = 10

interface Round {
  /** How much later than their deadlines 99 of 100 calls ended at most. */
  readonly p99Ms: number
  /** How late the event loop itself was, 99 of 100 times at most. */
  readonly loopP99Ms: number
}

interface HoldUp {
  readonly kms: KmsClient
  readonly keyId: string
}

/** A service in another process, so that its work is not in the way of the client's timers. */
async function startService() {
  const path = fileURLToPath(new URL('../support/programs/bad-server.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', path], { stdio: ['pipe', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString('utf8').trim()))
  })
  return { url, stop: () => child.stdin.end() }
}

/** Calls that are held up by the first byte, the body, endless retries, credentials, and the queue of a limiter. */
async function holdUps(endpoint: string): Promise<HoldUp[]> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const place = { region: 'eu-west-1', endpoint }
  const quota = {
    name: 'one',
    operations: ['describeKey'],
    requests: 1,
    perSeconds: 600,
    source: 'https://x.test',
  } as const
  const queued = createClient(aws({ ...place, credentials }), { limiter: tokenBucketLimiter([quota]) })
  await queued.describeKey({ keyId: 'answers' })
  const plain = createClient(aws({ ...place, credentials }), { retries: 100 })
  const never = createClient(aws({ ...place, credentials: () => new Promise<never>(() => {}) }))
  return [
    { kms: plain, keyId: 'silent' },
    { kms: plain, keyId: 'slow-body' },
    { kms: plain, keyId: 'refuses' },
    { kms: never, keyId: 'answers' },
    { kms: queued, keyId: 'answers' },
  ]
}

async function runRound(all: readonly HoldUp[]): Promise<Round> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const overrunMs: number[] = []
  let next = 0
  const lane = async () => {
    while (next < CALLS) {
      const index = next
      next += 1
      const holdUp = all[index % all.length]
      if (holdUp === undefined) throw new Error('no such hold-up')
      const deadlineMs = 100 + (index % 17) * 10
      const dueMs = performance.now() + deadlineMs
      const error: unknown = await holdUp.kms
        .describeKey({ keyId: holdUp.keyId }, { deadlineMs })
        .catch((e: unknown) => e)
      overrunMs.push(performance.now() - dueMs)
      // A call whose next attempt would come too late ends at once with its last failure.
      expect(['Timeout', 'ServiceUnavailable']).toContain(isKmsError(error) ? error.code : error)
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, lane))
  delay.disable()
  expect(overrunMs).toHaveLength(CALLS)
  overrunMs.sort((a, b) => a - b)
  return { p99Ms: overrunMs[Math.floor(CALLS * 0.99)] ?? Number.NaN, loopP99Ms: delay.percentile(99) / 1e6 }
}

test('99 of 100 calls, 64 at a time, end within 50 ms of their deadline, whatever holds them up', async () => {
  const { url, stop } = await startService()
  const rounds: Round[] = []
  try {
    const all = await holdUps(url)
    while (rounds.length < ROUNDS && !rounds.some(({ p99Ms }) => p99Ms <= ALLOWED_MS)) rounds.push(await runRound(all))
  } finally {
    stop()
  }
  for (const { p99Ms, loopP99Ms } of rounds) {
    console.info(
      `overrun p99 ${p99Ms.toFixed(1)} ms at concurrency ${CONCURRENCY}; event-loop delay p99 ${loopP99Ms.toFixed(1)} ms`,
    )
  }
  expect(Math.min(...rounds.map(({ p99Ms }) => p99Ms))).toBeLessThanOrEqual(ALLOWED_MS)
}, 120_000)
