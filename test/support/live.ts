import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Report } from '../../conformance/report/result.ts'

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** What each cloud's own tools read from the environment, filled with what the simulators know. */
export const TEST_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'test',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'test',
  ALIBABA_CLOUD_REGION_ID: 'cn-hangzhou',
  HUAWEICLOUD_SDK_AK: 'test',
  HUAWEICLOUD_SDK_SK: 'test',
  HUAWEICLOUD_SDK_REGION: 'cn-north-4',
  OS_ACCESS_KEY: 'test-otc',
  OS_SECRET_KEY: 'test',
  OS_REGION: 'eu-de',
  QKMS_APP_ID: 'test-quilibrium',
  QKMS_APP_SECRET: 'test',
} as const

export interface LiveProcess {
  readonly child: ChildProcess
  /** Resolves as soon as standard error holds the text; rejects if the process ends before. */
  said(text: string | RegExp): Promise<void>
  readonly end: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

/** Starts `polykms conformance …` against a server, with the test credentials in its environment. */
export function startLive(args: readonly string[], env: Readonly<Record<string, string>> = {}): LiveProcess {
  const child = spawn(process.execPath, [main, 'conformance', ...args], {
    env: { PATH: process.env['PATH'], ...TEST_ENVIRONMENT, ...env },
  })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    for (const listener of listeners) listener()
  })
  const end = new Promise<Awaited<LiveProcess['end']>>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  const said = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === 'string' ? !stderr.includes(text) : !text.test(stderr)) return
        listeners.delete(look)
        resolve()
      }
      listeners.add(look)
      end.then(() => reject(new Error(`it ended without saying ${text}: ${stderr}`)), reject)
      look()
    })
  return { child, said, end }
}

export function readReport(folder: string): Report {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Report // written by the suite
}

/**
 * What a report says once ids and times are taken out. The steps that only bring a key somewhere are left out too: a
 * process that goes on from another makes or finds keys of its own.
 */
export function essence({ cases, tally, run }: Report): unknown {
  const { started: _s, finished: _f, runId: _r, commit: _c, ...facts } = run
  const said = cases.map(({ durationMs: _d, exchanges = [], ...one }) => ({
    ...one,
    exchanges: exchanges
      .filter(({ step }) => step === 'call')
      .map(({ action, status, code }) => [action, status, code]),
  }))
  return JSON.parse(withoutIds(JSON.stringify({ facts, tally, said })))
}

function withoutIds(text: string): string {
  return (
    text
      .replaceAll(/polykms-run-[0-9a-f]{8}(_\d+)?(-\d+)*/g, 'MARK')
      // Keys are numbered as they come along, which a process that finds some made already does in another order.
      .replaceAll(/\bkey#\d+/g, 'key#')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
  )
}

export interface ServedCall {
  readonly cloud: string
  readonly action: string
  readonly status: number
  readonly keyId?: string
  readonly time: string
}

/** Talks to the control surface of `polykms serve`. */
export async function control(url: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const reply = await fetch(`${url}/_polykms/${path}`, { ...init, headers: { 'x-polykms-control': '1' } })
  return reply.json()
}

export async function callsOf(url: string): Promise<readonly ServedCall[]> {
  return ((await control(url, 'calls')) as { calls: ServedCall[] }).calls // its one member
}

/** The most calls that arrived within any one second. */
export function busiestSecond(calls: readonly ServedCall[]): number {
  const times = calls.map(({ time }) => Date.parse(time))
  let most = 0
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= 1_000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
