import type { Fault } from '../../conformance/simulators/index.ts'
import { isKmsError } from '../../src/index.ts'

const FAULTS: readonly Fault[] = [
  { kind: 'throttle', count: 20 },
  { kind: 'server-error', count: 10 },
  { kind: 'server-error', effect: 'after', count: 10 },
  { kind: 'cut-connection', count: 10 },
  { kind: 'cut-connection', effect: 'after', count: 10 },
  { kind: 'slow-first-byte', delayMs: 300, count: 10 },
  { kind: 'slow-body', delayMs: 300, count: 10 },
  { kind: 'malformed-body', count: 5 },
  { kind: 'empty-body', count: 5 },
  { kind: 'html-body', count: 5 },
  { kind: 'expired-token', count: 5 },
  { kind: 'wrong-clock', count: 5 },
]

const EXCUSED: ReadonlySet<string> = new Set([
  ...['Throttled', 'ServiceUnavailable', 'Network', 'Timeout', 'InvalidResponse', 'CredentialsExpired', 'ClockSkew'],
])

/** Whether one of these faults, or two at once, can end a call like this. Any other end is a wrong result. */
export function isExcused(error: unknown): boolean {
  if (!isKmsError(error)) return false
  // A refusal whose body another fault took away.
  if (error.code === 'Unmapped') return error.providerCode === undefined
  // Q-KMS has one word for expired tokens, wrong clocks and wrong signatures.
  return EXCUSED.has(error.code) || (error.provider === 'quilibrium' && error.code === 'Unauthenticated')
}

/** Arms a random fault on a random cloud every now and then, until it is stopped. */
export function disturb(url: string, clouds: readonly string[]): { stop(): Promise<void>; armed(): number } {
  let armed = 0
  let isRunning = true
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)]
  const tell = async (body: unknown) => {
    const headers = { 'x-polykms-control': '1', 'content-type': 'application/json' }
    const reply = await fetch(`${url}/_polykms/faults`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(`the control surface answered ${reply.status}`)
    await reply.arrayBuffer()
  }
  const life = (async () => {
    while (isRunning) {
      await tell({ cloud: pick(clouds), add: [pick(FAULTS)] })
      armed += 1
      await new Promise((resolve) => setTimeout(resolve, 400))
    }
    await tell({ clear: true })
  })()
  return {
    armed: () => armed,
    stop: async () => {
      isRunning = false
      await life
    },
  }
}
