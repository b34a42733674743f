import { expect, test } from 'vitest'
import { createAwsSimulator } from '../../../conformance/simulators/aws/index.ts'
import { type Fault, Faults } from '../../../conformance/simulators/shared/faults.ts'
import { awsWire } from '../../support/aws-wire.ts'

const strikes = (faults: Faults, actions: readonly string[]) => actions.map((action) => faults.strike(action).length)

test('a fault strikes its action, every nth time, and as often as told', () => {
  const faults = new Faults()
  faults.add({ kind: 'throttle', action: 'Encrypt', every: 2, count: 2 })
  const calls = ['Encrypt', 'Decrypt', 'Encrypt', 'Encrypt', 'Encrypt', 'Encrypt', 'Encrypt']
  expect(strikes(faults, calls)).toEqual([0, 0, 1, 0, 1, 0, 0])
})

test('without action and count a fault strikes every call until it is cleared', () => {
  const faults = new Faults()
  faults.add({ kind: 'throttle' }, { kind: 'slow-body' })
  expect(strikes(faults, ['A', 'B', 'C'])).toEqual([2, 2, 2])
  faults.clear()
  expect(strikes(faults, ['A'])).toEqual([0])
})

test.each([[{ kind: 'meteor' }], [{ kind: 'throttle', every: 0 }], [{ kind: 'throttle', count: 1.5 }]])(
  '%o is refused as a whole',
  (wrong) => {
    const faults = new Faults()
    const add = () => faults.add({ kind: 'throttle' }, wrong as Fault) // as it may come over HTTP
    expect(add).toThrow(TypeError)
    expect(faults.list()).toEqual([])
  },
)

const setUp = () => {
  const simulator = createAwsSimulator()
  return { simulator, call: awsWire(simulator.fetch) }
}

const keyCount = async (call: ReturnType<typeof awsWire>) => {
  const { body } = await call('ListKeys', {})
  return (body['Keys'] as unknown[]).length
}

test('throttling is answered in the cloud’s own words, without effect', async () => {
  const { simulator, call } = setUp()
  simulator.control.faults.add({ kind: 'throttle', action: 'CreateKey', count: 1 })
  const { status, body } = await call('CreateKey', {})
  expect([status, body['__type']]).toEqual([400, 'ThrottlingException'])
  expect(await keyCount(call)).toBe(0)
  expect((await call('CreateKey', {})).status).toBe(200)
})

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a server error %s the effect leaves %d keys', async (effect, keys) => {
  const { simulator, call } = setUp()
  simulator.control.faults.add({ kind: 'server-error', action: 'CreateKey', effect })
  const { status, body } = await call('CreateKey', {})
  expect([status, body['__type']]).toEqual([500, 'KMSInternalException'])
  expect(await keyCount(call)).toBe(keys)
})

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a connection cut %s the effect rejects like fetch and leaves %d keys', async (effect, keys) => {
  const { simulator, call } = setUp()
  simulator.control.faults.add({ kind: 'cut-connection', action: 'CreateKey', effect })
  await expect(call('CreateKey', {})).rejects.toThrow('fetch failed')
  expect(simulator.calls().at(-1)).toMatchObject({ action: 'CreateKey', status: 0 })
  expect(await keyCount(call)).toBe(keys)
})

test('an expired token is said in the cloud’s own words', async () => {
  const { simulator, call } = setUp()
  simulator.control.faults.add({ kind: 'expired-token', count: 1 })
  const { status, body } = await call('ListKeys', {})
  expect([status, body['__type']]).toEqual([400, 'ExpiredTokenException'])
})

test.each([
  ['malformed-body', 200, '{"truncated": '],
  ['empty-body', 200, ''],
  ['html-body', 502, /^<html>/],
] as const)('%s spoils the reply after the effect', async (kind, status, text) => {
  const { simulator, call } = setUp()
  simulator.control.faults.add({ kind, action: 'CreateKey' })
  const spoilt: { status: number; text: string; length: string | null }[] = []
  const spying = awsWire(async (request) => {
    const response = await simulator.fetch(request)
    const body = await response.text()
    spoilt.push({ status: response.status, text: body, length: response.headers.get('content-length') })
    return new Response('{}')
  })
  await spying('CreateKey', {})
  expect(spoilt[0]?.status).toBe(status)
  expect(spoilt[0]?.text).toMatch(text)
  expect(spoilt[0]?.length).toBe(String(spoilt[0]?.text.length))
  expect(await keyCount(call)).toBe(1)
})

test('a slow reply waits before its first byte, or in the middle of its body', async () => {
  const { simulator, call } = setUp()
  for (const kind of ['slow-first-byte', 'slow-body'] as const) {
    simulator.control.faults.add({ kind, delayMs: 80, count: 1 })
    const started = performance.now()
    expect((await call('ListKeys', {})).body).toEqual({ Keys: [], Truncated: false })
    expect(performance.now() - started).toBeGreaterThan(70)
  }
})

test('a caller that gives up does not wait for a slow reply', async () => {
  const { simulator } = setUp()
  simulator.control.faults.add({ kind: 'slow-first-byte', delayMs: 60_000 })
  const request = new Request('https://kms.us-east-1.amazonaws.com/', {
    method: 'POST',
    body: '{}',
    signal: AbortSignal.timeout(50),
  })
  await expect(simulator.fetch(request)).rejects.toThrow(/abort/i)
})

test('a wrong clock refuses good signatures and shows in the Date header', async () => {
  const { simulator, call } = setUp()
  simulator.control.faults.add({ kind: 'wrong-clock', skewMs: 600_000, count: 1 })
  const dates: number[] = []
  const dated = awsWire(async (request) => {
    const response = await simulator.fetch(request)
    dates.push(Date.parse(response.headers.get('date') ?? '') - Date.now())
    return response
  })
  const { body } = await dated('ListKeys', {})
  expect(body['__type']).toBe('InvalidSignatureException')
  expect(body['message']).toMatch(
    /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
  )
  expect(Math.round((dates[0] ?? 0) / 60_000)).toBe(10)
  expect((await call('ListKeys', {})).status).toBe(200)
})
