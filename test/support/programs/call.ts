import { aws } from '../../../providers/aws/index.ts'
import { createClient, type KmsClient } from '../../../src/index.ts'

/** Makes the calls it is told to at an endpoint, prints how each ended, and has nothing more to do. */
const calls: Readonly<Record<string, (kms: KmsClient) => Promise<unknown>>> = {
  list: (kms) => kms.listKeys({ limit: 1 }),
  timeout: (kms) => kms.describeKey({ keyId: 'k' }, { timeoutMs: 100, retries: 0 }),
  deadline: (kms) => kms.describeKey({ keyId: 'k' }, { deadlineMs: 100 }),
  abort: (kms) => kms.describeKey({ keyId: 'k' }, { signal: AbortSignal.timeout(100) }),
}

const [endpoint, ...names] = process.argv.slice(2)
const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' })
const kms = createClient(aws({ region: 'eu-west-1', endpoint, credentials }))
for (const name of names) {
  const outcome = await calls[name]?.(kms).then(
    () => 'done',
    (error: unknown) => String(error),
  )
  process.stdout.write(`${name}: ${outcome}\n`)
}
