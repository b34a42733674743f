/*
 * One span per attempt, through `onAttempt`. `Tracer` is the part of the `Tracer` of @opentelemetry/api that is used:
 * pass `trace.getTracer('polykms')` there. An observer sees no key material, and cannot change a call.
 * A local `polykms serve` plays the cloud, and throttles once because it is told to.
 * Run: npx polykms serve &
 *      npx tsx examples/opentelemetry.ts
 */
import { type AttemptEvent, createClient } from 'polykms'
import { aws } from 'polykms/aws'

type Attributes = Record<string, string | number>

interface Tracer {
  startSpan(
    name: string,
    options: { startTime: number; kind: number; attributes: Attributes },
  ): { setStatus(status: { code: number; message?: string }): unknown; end(endTime: number): void }
}

/** `SpanKind.CLIENT` and `SpanStatusCode.ERROR` of @opentelemetry/api. */
const CLIENT = 2
const ERROR = 2

function traceTo(tracer: Tracer): (event: AttemptEvent) => void {
  return ({ provider, operation, attempt, status, code, requestId, durationMs }) => {
    const endTime = Date.now()
    const attributes: Attributes = { 'rpc.system': provider, 'rpc.method': operation, 'polykms.attempt': attempt }
    if (status !== undefined) attributes['http.response.status_code'] = status
    if (requestId !== undefined) attributes['polykms.request_id'] = requestId
    const name = `${provider} ${operation}`
    const span = tracer.startSpan(name, { startTime: endTime - durationMs, kind: CLIENT, attributes })
    if (code !== undefined) span.setStatus({ code: ERROR, message: code })
    span.end(endTime)
  }
}

/** Prints spans; takes the place of an SDK here. */
const tracer: Tracer = {
  startSpan: (name, { attributes }) => {
    let outcome = 'ok'
    return {
      setStatus: ({ message = '' }) => {
        outcome = message
      },
      end: () => console.log(`${name} attempt ${attributes['polykms.attempt']}: ${outcome}`),
    }
  },
}

const endpoint = process.env['KMS_ENDPOINT'] ?? 'http://127.0.0.1:4580'
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const kms = createClient(aws({ region: 'eu-west-1', endpoint, credentials }), { onAttempt: traceTo(tracer) })

const { keyId } = await kms.createKey()
await fetch(`${endpoint}/_polykms/faults`, {
  method: 'POST',
  headers: { 'x-polykms-control': '1' },
  body: JSON.stringify({ cloud: 'aws', add: [{ kind: 'throttle', action: 'Encrypt', count: 1 }] }),
})
await kms.encrypt({ keyId, plaintext: Buffer.from('secret') })
