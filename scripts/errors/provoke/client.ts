import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AwsConfig, aws } from '../../../providers/aws/index.ts'
import {
  type ClientOptions,
  createClient,
  fetchTransport,
  importKey,
  type KmsClient,
  mapConcurrent,
  paginate,
  type Transport,
  TransportFailure,
  tokenBucketLimiter,
  waitForKeyState,
} from '../../../src/index.ts'
import { createTransport } from '../../../src/transport.ts'
import { failureOf, proxyRefusal } from '../../../src/transport-failure.ts'
import { fakeClient, statesOf } from '../../../test/support/fake-client.ts'

const REGION = 'eu-west-1'
const KEY = { accessKeyId: 'test', secretAccessKey: 'test' }
const keyId = 'alias/orders'
const plaintext = Buffer.from('secret words')

const says =
  (body: string, status = 200, headers = {}): Transport =>
  async () => ({ status, headers, body })
const throws =
  (error: unknown): Transport =>
  () =>
    Promise.reject(error)
const never: Transport = () => new Promise(() => {})

function kms(transport: Transport, options: ClientOptions = {}, config: Partial<AwsConfig> = {}): KmsClient {
  return createClient(aws({ region: REGION, credentials: KEY, ...config }), { transport, retries: 0, ...options })
}

const over = (reason: string) => kms(throws(new TransportFailure('unsent', reason))).describeKey({ keyId })
const node = (code: string) => kms(throws(failureOf(Object.assign(new Error(), { code }), true))).describeKey({ keyId })
const configured = (options: ClientOptions) => () => kms(never, options)
/** What a type would have forbidden. */
const wrongly = (input: unknown): never => input as never // the boundary that every one of these crosses on purpose
const wait = (options: object) => waitForKeyState(fakeClient(statesOf('Creating')), keyId, 'Enabled', options)

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const wrapping = {
  keyId,
  publicKey: publicKey.export({ type: 'spki', format: 'der' }),
  importToken: plaintext,
  expiresAt: new Date(0),
  requestId: undefined,
  raw: {},
}
const importing = (input: object) =>
  importKey(
    fakeClient({ getParametersForImport: async () => wrapping }),
    wrongly({ keyId, material: plaintext, ...input }),
  )

async function stoppedInBetween(): Promise<void> {
  const controller = new AbortController()
  const onAttempt = () => controller.abort()
  const client = kms(says('{}', 503, { 'retry-after': '1' }), { retries: 1, onAttempt })
  await client.describeKey({ keyId }, { signal: controller.signal })
}

function buggy(): KmsClient {
  const provider = aws({ region: REGION, credentials: KEY })
  const encode = () => {
    throw new TypeError('a bug')
  }
  const describeKey = { ...provider.bindings.describeKey, encode }
  return createClient({ ...provider, bindings: { ...provider.bindings, describeKey: wrongly(describeKey) } })
}

async function pages(): Promise<void> {
  const page = '{"Aliases":[],"Truncated":true,"NextMarker":"same"}'
  for await (const _alias of paginate(kms(says(page)), 'listAliases', {})) break
}

/** A server that ends before its reply does. */
async function cutShort(): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('{')
    // Long after what was written has come, on a machine of any speed.
    setTimeout(() => response.destroy(), 100)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  try {
    await kms(createTransport(), {}, { endpoint: `http://127.0.0.1:${port}` }).describeKey({ keyId })
  } finally {
    server.close()
  }
}

/** What a client can say of itself, one cause each. */
export const clientCauses: readonly (() => unknown)[] = [
  () => kms(says('<html>')).describeKey({ keyId }),
  () => kms(fetchTransport(async () => new Response('x'.repeat(9 * 1024 * 1024)))).describeKey({ keyId }),
  () => kms(throws(new Error('odd'))).describeKey({ keyId }),
  () => kms(never, {}, { credentials: () => Promise.reject(new Error('odd')) }).describeKey({ keyId }),
  () => kms(never).describeKey({ keyId }, { signal: AbortSignal.abort() }),
  () => kms(never).describeKey({ keyId }, { deadlineMs: 5 }),
  () => kms(never).describeKey({ keyId }, { timeoutMs: 5 }),
  stoppedInBetween,
  () => kms(never, { limiter: { acquire: () => new Promise(() => {}) } }).describeKey({ keyId }, { deadlineMs: 5 }),
  () => kms(fetchTransport(() => Promise.reject(new Error('odd')))).describeKey({ keyId }),
  () => fetchTransport(fetch)({ method: 'GET', url: 'nowhere', headers: {}, body: '' }, new AbortController().signal),
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'CLOSED'].map(
    (reason) => () => over(reason),
  ),
  () => node('CERT_HAS_EXPIRED'),
  () => node('ERR_INVALID_CHAR'),
  () => kms(throws(proxyRefusal(407))).describeKey({ keyId }),
  () => kms(says('', 302)).describeKey({ keyId }),
  () => kms(says('no', 404)).describeKey({ keyId }),
  () => kms(says('')).describeKey({ keyId }),
  () => kms(says('{"KeyMetadata":{}}')).describeKey({ keyId }),
  () => buggy().describeKey({ keyId }),
  configured({ timeoutMs: 0 }),
  configured({ retries: 1.5 }),
  configured({ userAgent: 'ü' }),
  () => kms(never).describeKey({ keyId }, { signal: wrongly('stop') }),
  () => kms(never).describeKey(wrongly(7)),
  () => kms(never).describeKey(wrongly({ keyId: 7 })),
  () => kms(never).describeKey(wrongly({})),
  () => kms(never).sign(wrongly({ keyId, message: plaintext })),
  () => kms(never).describeKey(wrongly({ keyId, colour: 'red' })),
  () => kms(never).createKey(wrongly(new Map())),
  () => kms(never).describeKey({ keyId: '\ud800' }),
  () => kms(never).encrypt(wrongly({ keyId, plaintext, context: JSON.parse('{"__proto__":"x"}') })),
  () => kms(never).encrypt(wrongly({ keyId, plaintext: 'text' })),
  () => kms(never).encrypt({ keyId, plaintext: new Uint8Array(5000) }),
  () => kms(never).scheduleKeyDeletion({ keyId, pendingDays: 3 }),
  () => kms(never).createAlias({ alias: 'orders-of-today', keyId }),
  () => kms(never).createKey(wrongly({ spec: 'DES' })),
  () => kms(never).generateDataKey({ keyId, lengthBytes: 32, spec: 'AES_256' }),
  () => kms(never).sign(wrongly({ keyId, algorithm: 'ECDSA_SHA_256' })),
  () => kms(never).verifyMac({ keyId, message: plaintext, mac: new Uint8Array(0), algorithm: 'HMAC_SHA_256' }),
  () => kms(never).retireGrant({}),
  () => kms(never).updateKeyName({ keyId, name: 'orders' }),
  () => kms(never).createKey({ protectionLevel: 'HSM' }),
  pages,
  () => wait({ consecutive: 0 }),
  () => wait({ intervalMs: -1 }),
  () => wait({ deadlineMs: 0 }),
  () => wait({ deadlineMs: 5, intervalMs: 1 }),
  () => importing({ wrappingAlgorithm: 'RSAES_PKCS1_V1_5', material: new Uint8Array(500) }),
  () => importing({ wrappingAlgorithm: 'SM2PKE' }),
  () => mapConcurrent([1], async () => 1, { concurrency: 0 }),
  () => mapConcurrent([1], () => Promise.reject(new Error('odd'))),
  cutShort,
  () => tokenBucketLimiter([], { share: 0 }),
  () => tokenBucketLimiter([{ name: 'all', operations: [], requests: 0, perSeconds: 1, source: '' }]),
]
