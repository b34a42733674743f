/*
 * A thousand records encrypted, 32 calls at a time: results in order, progress, and what had succeeded when one fails.
 * A local `polykms serve` plays the cloud.
 * Run: npx polykms serve &
 *      npx tsx examples/many-at-once.ts
 */
import { createClient, MapConcurrentError, mapConcurrent } from 'polykms'
import { aws } from 'polykms/aws'

const endpoint = process.env['KMS_ENDPOINT'] ?? 'http://127.0.0.1:4580'
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const kms = createClient(aws({ region: 'eu-west-1', endpoint, credentials }))
const { keyId } = await kms.createKey({ description: 'records' })

/** A source of any length: a record is read only when there is room for its call. */
function* records(count: number): Generator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield Buffer.from(`record ${index}`)
}

const { signal } = new AbortController()
const sealed = await mapConcurrent(
  records(1000),
  async (plaintext) => (await kms.encrypt({ keyId, plaintext }, { signal })).ciphertext,
  {
    concurrency: 32,
    // Begins no further call; the calls got it as well, which ends those that run.
    signal,
    onProgress: ({ done }) => {
      if (done % 250 === 0) console.log(`${done} done`)
    },
  },
)

const damaged = sealed.slice(0, 100)
damaged[60] = Buffer.from('this is no ciphertext')
try {
  await mapConcurrent(damaged, (ciphertext) => kms.decrypt({ ciphertext }), { concurrency: 8 })
} catch (error) {
  if (!(error instanceof MapConcurrentError)) throw error
  // Nothing is in flight any more; what had succeeded is there, and can be left out of the next run.
  console.log(`record ${error.index} failed, ${error.results.has(0) ? 'record 0 is there' : 'nothing is there'}`)
}
