import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator } from '../../conformance/simulators/huawei/index.ts'
import { mswHandlers } from '../../conformance/simulators/msw.ts'

// Hosts: huaweicloud-sdk-go-v3 services/kms/v2/region; OTC, "Regions and Endpoints".

const simulators = [createHuaweiSimulator(), createOtcSimulator()]
const server = setupServer(...mswHandlers(...simulators))

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

test.each([
  ['huawei', 'kms.cn-north-4.myhuaweicloud.com', '2016-10-29T02:00:00Z'],
  ['huawei', 'kms.eu-west-101.myhuaweicloud.eu', '2016-10-29T02:00:00Z'],
  ['otc', 'kms.eu-de.otc.t-systems.com', '2018-09-05T08:18:05Z'],
  ['otc', 'kms.eu-nl.otc.t-systems.com', '2018-09-05T08:18:05Z'],
  ['otc', 'kms.eu-ch2.sc.otc.t-systems.com', '2018-09-05T08:18:05Z'],
])('%s answers for %s', async (_cloud, host, updated) => {
  const reply = (await (await fetch(`https://${host}/`)).json()) as { versions: unknown[] } // as documented
  expect(reply.versions).toMatchObject([{ updated }])
})

test.each([
  'iam.myhuaweicloud.com',
  'iam.cn-north-4.myhuaweicloud.com',
  'iam.eu-de.otc.t-systems.com',
  'iam-pub.eu-ch2.sc.otc.t-systems.com',
  'iam.eu-ch2.sc.otc.t-systems.com',
])('IAM answers for %s', async (host) => {
  expect((await fetch(`https://${host}/v3/auth/tokens`, { method: 'POST', body: '{}' })).status).toBe(400)
})

test.each(['kms.evil.com', 'kms.cn-north-4.myhuaweicloud.com.evil.com', 'kms.otc.t-systems.com.evil.com'])(
  'nobody answers for %s',
  async (host) => {
    expect(simulators.some(({ hosts }) => hosts.some((pattern) => pattern.test(`https://${host}/`)))).toBe(false)
  },
)
