/*
 * Retries, time limits, and what may have happened: what a call does by itself when its cloud is busy, slow or cut off,
 * and what it leaves to you. The simulator stands in for a bad day; the calls are the same on a real one.
 * Run: npx tsx examples/retries.ts
 */
import { createClient, isKmsError, paginate } from 'polykms'
import { aws } from 'polykms/aws'

const endpoint = process.env['KMS_ENDPOINT'] ?? 'http://127.0.0.1:4580'
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const kms = createClient(aws({ region: 'eu-west-1', endpoint, credentials }), {
  retries: 3, // after the first attempt
  timeoutMs: 2_000, // one attempt
  deadlineMs: 5_000, // the whole call, waiting included
})
const plaintext = Buffer.from('secret')

/** Sets what goes wrong from now on; nothing, if there is nothing given. */
async function faults(...add: readonly object[]): Promise<void> {
  const body = JSON.stringify({ cloud: 'aws', clear: true, add })
  await fetch(`${endpoint}/_polykms/faults`, { method: 'POST', headers: { 'x-polykms-control': '1' }, body })
}

/** Tells how a call ended. */
async function tell(what: string, call: Promise<unknown>): Promise<void> {
  const ended = await call.then(
    () => 'done',
    (error: unknown) => {
      if (!isKmsError(error)) throw error
      const { code, attempts, retryable, ambiguous } = error
      return `${code} after ${attempts} attempts${retryable ? ', retryable' : ''}${ambiguous ? ', ambiguous' : ''}`
    },
  )
  console.log(`${what}: ${ended}`)
}

const { keyId } = await kms.createKey()

await faults({ kind: 'throttle', action: 'Encrypt', count: 2 })
await tell('throttled twice', kms.encrypt({ keyId, plaintext }))

await faults({ kind: 'throttle', action: 'Encrypt' })
await tell('throttled always, once is enough', kms.encrypt({ keyId, plaintext }, { retries: 0 }))
await faults()

await faults({ kind: 'slow-first-byte', action: 'Encrypt', delayMs: 2_000 })
await tell('too slow', kms.encrypt({ keyId, plaintext }, { deadlineMs: 300 }))
const controller = new AbortController()
setTimeout(() => controller.abort(), 300)
await tell('given up', kms.encrypt({ keyId, plaintext }, { signal: controller.signal }))
await faults()

// The key is made and the reply lost. A second request might make a second key, so none is sent by itself.
await faults({ kind: 'cut-connection', action: 'CreateKey', effect: 'after', count: 1 })
await tell('reply lost', kms.createKey())

// With a tag that no other call has, polykms finds the key that was made.
await faults({ kind: 'cut-connection', action: 'CreateKey', effect: 'after', count: 1 })
const made = await kms.createKey({ idempotencyTag: 'order-4711' })
let keys = 0
for await (const { keyId: listed } of paginate(kms, 'listKeys', {})) keys += listed === made.keyId ? 1 : 0
console.log(`made once: ${keys}`)
