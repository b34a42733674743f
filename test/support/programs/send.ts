import { TransportFailure } from '../../../src/errors.ts'
import { createTransport } from '../../../src/transport.ts'

/** Sends a request to each URL given, one after the other, and prints what came of each as a line of JSON. */
const transport = createTransport()
for (const url of process.argv.slice(2)) {
  const request = { method: 'POST', url, headers: { authorization: 'secret' }, body: '{"a":1}' } as const
  const outcome = await transport(request, new AbortController().signal).catch((error: unknown) =>
    error instanceof TransportFailure ? { kind: error.kind, reason: error.message } : { unexpected: String(error) },
  )
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
