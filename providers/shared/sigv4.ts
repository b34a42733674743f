import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@aws-sdk/signature-v4'
import type { WireRequest } from '../../src/wire.ts'

/** What Signature Version 4 signs with. */
interface SigV4Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export type SigV4Sign = (request: WireRequest, credentials: SigV4Credentials, at: Date) => Promise<WireRequest>

/**
 * A signer for one service and region.
 *
 * It signs every header of the request, and adds and signs `host`, `x-amz-date` and, with a session token,
 * `x-amz-security-token`. So a request that carries only what the service reads has the shortest list of signed
 * headers; what is added later (`user-agent`) is not signed. The body is signed as the bytes that are sent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function createSigV4Signer(scope: { readonly service: string; readonly region: string }): SigV4Sign {
  // A signer belongs to its credentials: were they looked up while signing, a renewal could come between.
  let current: { readonly credentials: SigV4Credentials; readonly signer: SignatureV4 } | undefined
  return async (request, credentials, at) => {
    if (current?.credentials !== credentials) {
      current = {
        credentials,
        signer: new SignatureV4({ ...scope, credentials: identity(credentials), sha256: Sha256, applyChecksum: false }),
      }
    }
    const url = new URL(request.url)
    const { headers } = await current.signer.sign(
      {
        method: request.method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: queryOf(url),
        headers: { ...request.headers, host: url.host },
        body: request.body,
      },
      { signingDate: at },
    )
    return { ...request, headers }
  }
}

function identity({ accessKeyId, secretAccessKey, sessionToken }: SigV4Credentials) {
  return sessionToken === undefined ? { accessKeyId, secretAccessKey } : { accessKeyId, secretAccessKey, sessionToken }
}

/** Not `searchParams`, which reads `+` as a blank: the service reads it as a plus sign. */
function queryOf(url: URL): Record<string, string[]> {
  const query = new Map<string, string[]>()
  for (const pair of url.search.slice(1).split('&')) {
    if (pair === '') continue
    const [name = '', ...value] = pair.split('=').map(decodeURIComponent)
    query.set(name, [...(query.get(name) ?? []), value.join('=')])
  }
  return Object.fromEntries(query)
}

type Source = string | ArrayBuffer | ArrayBufferView

/** SHA-256, or HMAC-SHA-256 with a key, in the shape the signer asks for. */
class Sha256 {
  readonly #key: Source | undefined
  #hash: Hash | Hmac

  constructor(key?: Source) {
    this.#key = key
    this.#hash = start(key)
  }

  update(data: Uint8Array): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest())
  }

  reset(): void {
    this.#hash = start(this.#key)
  }
}

function start(key: Source | undefined): Hash | Hmac {
  if (key === undefined) return createHash('sha256')
  if (typeof key === 'string') return createHmac('sha256', key)
  return createHmac(
    'sha256',
    ArrayBuffer.isView(key) ? new Uint8Array(key.buffer, key.byteOffset, key.byteLength) : new Uint8Array(key),
  )
}
