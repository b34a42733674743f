import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { alibaba } from '../../../providers/alibaba/index.ts'
import { aws } from '../../../providers/aws/index.ts'
import { createClient } from '../../../src/client.ts'
import { TransportFailure } from '../../../src/errors.ts'
import type { Provider } from '../../../src/provider.ts'
import { fakeProvider, key, refuse, rejection, reply, type Step, script } from '../../support/fake-provider.ts'

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly accessKeySecret: string
}

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const cut = new TransportFailure('cut', 'ECONNRESET')
const done = reply(key)

describe('cures', () => {
  const skewed = (date: string): Step => refuse('ClockSkew', 'never', { date })

  test('a wrong clock is set by the reply, once, and every later call signs with the right time', async () => {
    const signedAt: string[] = []
    const authenticate: Provider['authenticate'] = async (request, { now }) => {
      signedAt.push(now().toISOString())
      return request
    }
    const { transport } = script(skewed('Tue, 01 Jan 2030 00:10:00 GMT'), done)
    const now = () => Date.UTC(2030, 0, 1)
    const kms = createClient(fakeProvider({ authenticate }), { transport, now })
    await kms.createKey({})
    await kms.describeKey({ keyId: 'k' })
    expect(signedAt).toEqual(['2030-01-01T00:00:00.000Z', '2030-01-01T00:10:00.000Z', '2030-01-01T00:10:00.000Z'])
  })

  test('a clock that stays wrong, or a reply without a date, is an error', async () => {
    const again = script(skewed('Tue, 01 Jan 2030 00:10:00 GMT'))
    const first = createClient(fakeProvider(), again).describeKey({ keyId: 'k' })
    expect(await rejection(first)).toMatchObject({ code: 'ClockSkew', attempts: 2 })
    for (const date of ['yesterday', '']) {
      const call = createClient(fakeProvider(), script(skewed(date))).describeKey({ keyId: 'k' })
      expect(await rejection(call)).toMatchObject({ code: 'ClockSkew', attempts: 1 })
    }
  })

  test('expired credentials are renewed once, also for what may not be repeated', async () => {
    const refreshes: boolean[] = []
    const authenticate: Provider['authenticate'] = async (request, { refresh }) => {
      refreshes.push(refresh)
      return request
    }
    const expired = refuse('CredentialsExpired')
    await createClient(fakeProvider({ authenticate }), script(expired, done)).createKey({})
    expect(refreshes).toEqual([false, true])
    const call = createClient(fakeProvider({ authenticate }), script(expired)).createKey({})
    expect(await rejection(call)).toMatchObject({ code: 'CredentialsExpired', attempts: 2, ambiguous: false })
  })
})

describe.each<[string, (credentials: () => Promise<Keys>) => Provider]>([
  ['AWS', (credentials) => aws({ region: 'eu-west-1', credentials })],
  ['Alibaba', (credentials) => alibaba({ region: 'cn-hangzhou', credentials })],
])('expired credentials of many calls at once to %s', (_cloud, make) => {
  const refusal = { __type: 'ExpiredTokenException', Code: 'InvalidSecurityToken.Expired' }

  /** Calls whose first credentials the service calls expired, each after a while of its own. */
  const renewals = async (delaysMs: readonly number[]) => {
    let asked = 0
    let calls = 0
    const credentials = async () => {
      asked += 1
      await sleep(10)
      return {
        accessKeyId: `AKID${asked}.`,
        secretAccessKey: 's',
        accessKeySecret: 's',
        sessionToken: 't',
        securityToken: 't',
      }
    }
    const kms = createClient(make(credentials), {
      transport: async ({ headers }) => {
        if (!headers['authorization']?.includes('AKID1.'))
          return reply({ Keys: [], PageNumber: 1, PageSize: 10, TotalCount: 0 })
        calls += 1
        await sleep(delaysMs[calls - 1])
        return reply(refusal, { status: 400 })
      },
    })
    await Promise.all(delaysMs.map(() => kms.raw('ListKeys', {})))
    return asked - 1
  }

  test('are renewed once when the refusals come together', async () => {
    expect(await renewals([5, 5, 5, 5])).toBe(1)
  })

  test('are renewed once when the refusals come one by one, also after the renewal', async () => {
    expect(await renewals([5, 10, 40, 80])).toBe(1)
  })
})

test('a login that fails is no attempt of the call: a cut one is made again even for what may not be repeated', async () => {
  const logins = [cut, reply({ token: 't' })]
  const authenticate: Provider['authenticate'] = async (request, { send }) => {
    const { body } = await send({ ...request, url: 'https://login.fake.test/' })
    return { ...request, headers: { token: body } }
  }
  const sent: string[] = []
  const kms = createClient(fakeProvider({ authenticate }), {
    transport: async ({ url }) => {
      sent.push(url)
      if (!url.includes('login')) return done
      const step = logins.shift() ?? reply()
      if (step instanceof Error) throw step
      return step
    },
  })
  await kms.createKey({})
  expect(sent).toEqual(['https://login.fake.test/', 'https://login.fake.test/', 'https://kms.fake.test/Create'])
})
