import { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { aws } from '../../../providers/aws/index.ts'
import { createClient, type Quota, sharedLimiter } from '../../../src/index.ts'

/** One process of a fleet: makes as many calls as it is told, all at once, under the limit that Redis keeps for all. */
const [endpoint = '', redisPort = '', callCount = '', perSecond = ''] = process.argv.slice(2)

const storeClient = new Redis(Number(redisPort), '127.0.0.1', { enableOfflineQueue: false, lazyConnect: true })
await storeClient.connect()
const quota: Quota = {
  name: 'fleet',
  operations: ['generateRandom'],
  requests: Number(perSecond),
  perSeconds: 1,
  source: 'https://example.test/quota',
}
const limiter = sharedLimiter(
  [quota],
  ({ name, requests, perSeconds }) =>
    new RateLimiterRedis({ storeClient, keyPrefix: `kms:${name}`, points: requests, duration: perSeconds }),
)
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const kms = createClient(aws({ region: 'eu-west-1', endpoint, credentials }), { limiter, deadlineMs: 60_000 })
const calls = Array.from({ length: Number(callCount) }, () => kms.generateRandom({ lengthBytes: 8 }))
const ends = await Promise.allSettled(calls)
const done = ends.filter(({ status }) => status === 'fulfilled').length
process.stdout.write(`${done}\n`)
for (const end of ends) if (end.status === 'rejected') process.stderr.write(`${String(end.reason)}\n`)
await storeClient.quit()
