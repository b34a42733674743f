import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { matrix } from '../../conformance/index.ts'
import { type Check, preflight } from '../../conformance/live/index.ts'
import { plan } from '../../conformance/plan.ts'
import { createSimulator, type SimulatedCloud } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { createLiveTarget, type LiveTargetOptions } from '../../conformance/targets/live.ts'
import { TEST_ENVIRONMENT } from '../support/live.ts'

beforeEach(() => {
  for (const [name, value] of Object.entries(TEST_ENVIRONMENT)) vi.stubEnv(name, value)
})
afterEach(() => vi.unstubAllEnvs())

type AnyOptions = Parameters<typeof createSimulator>[1]

interface Sight {
  readonly checks: readonly Check[]
  /** What the preflight left on the server. */
  readonly keys: number
}

/** Looks at a served simulator as if it were an account. */
async function look(
  cloud: SimulatedCloud,
  options: { readonly simulator?: AnyOptions; readonly target?: Partial<LiveTargetOptions> } = {},
  prepare: (simulator: RunningServer['simulators'][number]) => void = () => {},
): Promise<Sight> {
  const simulator = createSimulator(cloud, options.simulator)
  const server = await serve({ port: 0, simulators: [simulator] })
  try {
    prepare(simulator)
    const target = await createLiveTarget({ cloud, endpoint: server.url, ...options.target })
    const cases = plan({ cloud, matrix: matrix([cloud]) })
    const checks: Check[] = []
    for await (const check of preflight({ target, cases, keys: 40 })) checks.push(check)
    const creations = simulator.calls().filter(({ action, status }) => /^create-?key$/i.test(action) && status < 300)
    return { checks, keys: creations.length }
  } finally {
    await server.close()
  }
}

const failed = ({ checks }: Sight) => checks.filter(({ ok }) => !ok).map(({ name }) => name)

const accounts = [
  { cloud: 'aws', secret: 'AWS_SECRET_ACCESS_KEY', create: 'CreateKey' },
  { cloud: 'alibaba', secret: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', create: 'CreateKey' },
  { cloud: 'huawei', secret: 'HUAWEICLOUD_SDK_SK', create: 'create-key' },
  { cloud: 'otc', secret: 'OS_SECRET_KEY', create: 'create-key' },
  { cloud: 'quilibrium', secret: 'QKMS_APP_SECRET', create: 'CreateKey' },
] as const

describe.each(accounts)('the preflight on $cloud', ({ cloud, secret, create }) => {
  test('is content with an account where all is well, and makes nothing', async () => {
    const sight = await look(cloud)
    expect(failed(sight)).toEqual([])
    expect(sight.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['credentials', 'region', 'clock', 'permissions', 'quota']),
    )
    expect(sight.keys).toBe(0)
  })

  test('names wrong credentials, and what to do', async () => {
    vi.stubEnv(secret, 'wrong')
    const sight = await look(cloud)
    expect(sight).toMatchObject({ checks: [{ name: 'credentials', ok: false, cure: /./ }], keys: 0 })
    expect(JSON.stringify(sight)).not.toContain('"wrong"')
  })

  test('names the operation that the caller may not call', async () => {
    const sight = await look(cloud, {}, ({ control }) => {
      control.faults.add({ kind: 'access-denied', action: create })
    })
    expect(failed(sight)).toEqual(['permissions'])
    expect(sight.checks.find(({ ok }) => !ok)?.says).toBe('the caller may not createKey')
    expect(sight.keys).toBe(0)
  })

  test('names a clock that is wrong, even though the client would put up with it', async () => {
    const sight = await look(cloud, {}, ({ control }) => {
      control.faults.add({ kind: 'wrong-clock', skewMs: 3_600_000 })
    })
    expect(sight).toMatchObject({ checks: [{ name: 'clock', ok: false, cure: /./ }], keys: 0 })
    expect(sight.checks[0]?.says).toMatch(/this machine's clock is 3\d{3} s behind/)
  })

  test('names a region that is none', async () => {
    const sight = await look(cloud, { target: { region: 'nowhere-9' } })
    expect(failed(sight)).toEqual(['region'])
    expect(sight.keys).toBe(0)
  })
})

describe('no quota', () => {
  test.each(['huawei', 'otc'] as const)('is read from %s itself', async (cloud) => {
    const sight = await look(cloud, { simulator: { limits: { keys: 30 } } })
    expect(failed(sight)).toEqual(['quota'])
    expect(sight.checks.find(({ name }) => name === 'quota')?.says).toContain('0 of 30 keys in use')
    expect(sight.keys).toBe(0)
  })

  test('is concluded from the keys that Alibaba Cloud lists, and its documented quota', async () => {
    const sight = await look('alibaba', {}, ({ control }) => {
      const put = control.putKey as (key: object) => unknown // every cloud's putKey takes an empty wish
      for (let count = 0; count < 170; count += 1) put({})
    })
    expect(failed(sight)).toEqual(['quota'])
    expect(sight.checks.find(({ name }) => name === 'quota')?.says).toContain('170 of 200 keys in use')
  })
})

test.each([
  ['aws', 'AWS_ACCESS_KEY_ID'],
  ['alibaba', 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
  ['huawei', 'HUAWEICLOUD_SDK_AK'],
  ['otc', 'OS_ACCESS_KEY'],
  ['quilibrium', 'QKMS_APP_ID'],
] as const)('an environment without credentials of %s is refused before anything is sent', async (cloud, name) => {
  vi.stubEnv(name, '')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', '')
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  const endpoint = 'http://127.0.0.1:9'
  await expect(
    createLiveTarget({ cloud, endpoint }).then(({ kms }) => kms.listKeys({}, { retries: 0 })),
  ).rejects.toMatchObject({ attempts: 0 })
})
