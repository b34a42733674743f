import { createHmac, hash } from 'node:crypto'
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
        signer: new SignatureV4({
          ...scope,
          credentials: identity(credentials),
          sha256: sha256For(credentials.secretAccessKey),
          applyChecksum: false,
        }),
      }
    }
    const url = new URL(request.url)
    const unsigned = {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      ...(url.search !== '' && { query: queryOf(url) }),
      headers: Object.assign({}, request.headers, { host: url.host }),
      body: request.body,
      // The signer works on a copy. This one is made for it, and its own way of copying takes longer than a hash.
      clone: () => unsigned,
    }
    const { headers } = await current.signer.sign(unsigned, { signingDate: at })
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

/**
 * SHA-256, or HMAC-SHA-256 with a key, in the shape the signer asks for.
 *
 * To find the key it derived earlier, the signer makes a fingerprint of the credentials for every request. That is the
 * one thing it makes with the secret itself as the key, and it is the same every time, so it is made once.
 */
function sha256For(secretAccessKey: string) {
  let fingerprint: { readonly data: Uint8Array; readonly digest: Uint8Array } | undefined

  return class Sha256 {
    readonly #key: Source | undefined
    #chunks: Uint8Array[] = []

    constructor(key?: Source) {
      this.#key = key
    }

    update(data: Uint8Array): void {
      this.#chunks.push(data)
    }

    async digest(): Promise<Uint8Array> {
      const data = joined(this.#chunks)
      if (this.#key !== secretAccessKey) return digestOf(this.#key, data)
      if (fingerprint === undefined || Buffer.compare(fingerprint.data, data) !== 0) {
        fingerprint = { data: data.slice(), digest: digestOf(this.#key, data) }
      }
      return fingerprint.digest
    }

    reset(): void {
      this.#chunks = []
    }
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
}

function digestOf(key: Source | undefined, data: Uint8Array): Uint8Array {
  if (key === undefined) return hash('sha256', data, 'buffer')
  return createHmac('sha256', bytesOf(key)).update(data).digest()
}

function bytesOf(key: Source): string | Uint8Array {
  if (typeof key === 'string') return key
  return ArrayBuffer.isView(key) ? new Uint8Array(key.buffer, key.byteOffset, key.byteLength) : new Uint8Array(key)
}
