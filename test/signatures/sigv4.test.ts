import { createHash, createHmac } from 'node:crypto'
import {
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  ListKeysCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aws } from '../../providers/aws/index.ts'
import { createSigV4Signer } from '../../providers/shared/sigv4.ts'
import { officialAwsRequest } from '../support/official-aws.ts'
import { suite, vectors } from './sigv4-vectors.ts'

const SEED = 20150830

describe("AWS's published Signature Version 4 vectors", () => {
  it.each(vectors)('$name', async (vector) => {
    const sign = createSigV4Signer(suite)
    const { sessionToken } = vector
    const signed = await sign(
      {
        method: vector.method,
        url: `${suite.origin}${vector.target ?? '/'}`,
        headers: vector.headers ?? {},
        body: vector.body ?? '',
      },
      { accessKeyId: suite.accessKeyId, secretAccessKey: suite.secretAccessKey, sessionToken },
      suite.at,
    )
    expect(signed.headers['authorization']).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ` +
        `SignedHeaders=${vector.signedHeaders ?? 'host;x-amz-date'}, Signature=${vector.signature}`,
    )
  })
})

const headerText = fc.stringMatching(/^[!-~]( ?[!-~]){0,30}$/)
const generated = fc.record({
  region: fc.constantFrom('us-east-1', 'cn-north-1', 'us-gov-west-1', 'eu-isoe-west-1'),
  method: fc.constantFrom('POST' as const, 'GET' as const),
  host: fc.constantFrom('kms.eu-west-1.amazonaws.com', '127.0.0.1:4580', 'localhost'),
  path: fc.stringMatching(/^(\/[a-z0-9._~-]{1,8}){0,3}\/$/),
  query: fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/), fc.string({ maxLength: 12, unit: 'grapheme' }), {
    maxKeys: 3,
  }),
  headers: fc.dictionary(fc.stringMatching(/^x-amz-[a-z]{1,12}$/), headerText, { maxKeys: 4 }),
  contentType: fc.constantFrom('application/x-amz-json-1.1', 'application/json'),
  body: fc.oneof(fc.json(), fc.string({ unit: 'grapheme' }), fc.constant('')),
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
  secretAccessKey: fc.stringMatching(/^[A-Za-z0-9/+]{40}$/),
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9/+=]{1,80}$/), { nil: undefined }),
  atMs: fc.integer({ min: 0, max: Date.UTC(2099, 0) }),
})

describe('parity with @smithy/signature-v4', () => {
  it('holds on 1,000 generated requests', async () => {
    const check = fc.asyncProperty(generated, async (given) => {
      const { region, method, accessKeyId, secretAccessKey, sessionToken } = given
      const at = new Date(given.atMs)
      const headers = { ...given.headers, 'content-type': given.contentType }
      const pairs = Object.entries(given.query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`
      const sign = createSigV4Signer({ service: 'kms', region })
      const ours = await sign(
        { method, url: `https://${given.host}${given.path}${search}`, headers, body: given.body },
        { accessKeyId, secretAccessKey, sessionToken },
        at,
      )

      const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
      const official = new SignatureV4({ service: 'kms', region, credentials, sha256: Sha256, applyChecksum: false })
      const theirs = await official.sign(
        {
          method,
          protocol: 'https:',
          hostname: given.host,
          path: given.path,
          query: given.query,
          headers: { ...headers, host: given.host },
          body: given.body,
        },
        { signingDate: at },
      )
      expect(ours.headers).toEqual(theirs.headers)
    })
    await fc.assert(check, { seed: SEED, numRuns: 1_000 })
  })
})

const commands = {
  ListKeys: new ListKeysCommand({}),
  Encrypt: new EncryptCommand({
    KeyId: "alias/äöü ~!*()'",
    Plaintext: Buffer.from('plain'),
    EncryptionContext: { 'schlüssel ': '值 \u2028', a: '"\\' },
  }),
  Decrypt: new DecryptCommand({ CiphertextBlob: Buffer.alloc(6144, 0xfb) }),
  CreateKey: new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', Tags: [{ TagKey: 'k', TagValue: '' }] }),
  TagResource: new TagResourceCommand({ KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab', Tags: [] }),
}

describe('the official client', () => {
  it.each(Object.entries(commands))('signs %s as we sign the same headers', async (_name, command) => {
    for (const sessionToken of [undefined, 'session/token+==']) {
      const credentials = {
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'secret',
        ...(sessionToken && { sessionToken }),
      }
      const official = await officialAwsRequest(command, { credentials })
      const authorization = official.headers['authorization'] ?? ''
      const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? []
      expect(names).toContain('x-amz-target')
      const made = new Set(['host', 'x-amz-date', 'x-amz-security-token'])
      const headers = Object.fromEntries(
        names.filter((name) => !made.has(name)).map((name) => [name, official.headers[name] ?? '']),
      )
      const sign = createSigV4Signer({ service: 'kms', region: 'eu-west-1' })
      const at = dateOf(official.headers['x-amz-date'] ?? '')
      const ours = await sign({ ...official, headers }, credentials, at)
      expect(ours.headers['authorization']).toBe(authorization)
    }
  })

  it('posts the same body, target, content type and host as we do', async () => {
    const official = await officialAwsRequest(commands.Encrypt)
    const provider = aws({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    })
    const { encrypt } = provider.bindings
    if (!('encode' in encrypt)) throw new Error('encrypt is a codec')
    const at = dateOf(official.headers['x-amz-date'] ?? '')
    const request = encrypt.encode({
      keyId: "alias/äöü ~!*()'",
      plaintext: Buffer.from('plain'),
      context: { 'schlüssel ': '值 \u2028', a: '"\\' },
    })
    const ours = await provider.authenticate(request, {
      now: () => at,
      send: () => Promise.reject(new Error('nothing to log in to')),
      signal: new AbortController().signal,
      refresh: false,
    })
    expect(ours.url).toBe(official.url)
    expect(JSON.parse(ours.body)).toEqual(JSON.parse(official.body))
    for (const name of ['host', 'content-type', 'x-amz-target', 'x-amz-date']) {
      expect(ours.headers[name]).toBe(official.headers[name])
    }
  })
})

describe('what is signed', () => {
  it('is the shortest list of headers, and exactly what is sent', async () => {
    const provider = aws({ region: 'eu-west-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } })
    const signed = await provider.authenticate(provider.raw('ListKeys', {}), {
      now: () => suite.at,
      send: () => Promise.reject(new Error('nothing to log in to')),
      signal: new AbortController().signal,
      refresh: false,
    })
    expect(Object.keys(signed.headers).sort()).toEqual([
      'authorization',
      'content-type',
      'host',
      'x-amz-date',
      'x-amz-target',
    ])
    expect(signed.headers['authorization']).toContain('SignedHeaders=content-type;host;x-amz-date;x-amz-target,')
  })

  it('changes with every byte of the body', async () => {
    const sign = createSigV4Signer({ service: 'kms', region: 'eu-west-1' })
    const request = { method: 'POST', url: 'https://kms.eu-west-1.amazonaws.com/', headers: {} } as const
    const signatures = new Set<string | undefined>()
    for (const body of ['', '{}', '{} ', '{"a":"ä"}', '{"a":"a\u0308"}']) {
      signatures.add((await sign({ ...request, body }, suite, suite.at)).headers['authorization'])
    }
    expect(signatures.size).toBe(5)
  })

  it('uses new credentials at once', async () => {
    const sign = createSigV4Signer({ service: 'kms', region: 'eu-west-1' })
    const request = { method: 'POST', url: 'https://kms.eu-west-1.amazonaws.com/', headers: {}, body: '' } as const
    const both = await Promise.all(
      ['one', 'two'].map((accessKeyId) => sign(request, { accessKeyId, secretAccessKey: 's' }, suite.at)),
    )
    expect(both.map(({ headers }) => /Credential=(\w+)/.exec(headers['authorization'] ?? '')?.[1])).toEqual([
      'one',
      'two',
    ])
  })

  it('reads a plus sign in the query as a plus sign', async () => {
    const sign = createSigV4Signer({ service: 'kms', region: 'eu-west-1' })
    const request = { method: 'POST', headers: {}, body: '' } as const
    const [literal, encoded, blank] = await Promise.all(
      ['a=b+c', 'a=b%2Bc', 'a=b%20c'].map((query) =>
        sign({ ...request, url: `https://kms.eu-west-1.amazonaws.com/?${query}` }, suite, suite.at),
      ),
    )
    expect(literal?.headers['authorization']).toBe(encoded?.headers['authorization'])
    expect(literal?.headers['authorization']).not.toBe(blank?.headers['authorization'])
  })
})

function dateOf(amzDate: string): Date {
  return new Date(amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** Written apart from the one under test. */
class Sha256 {
  readonly #parts: Uint8Array[] = []
  readonly #secret: string | Uint8Array | undefined

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = typeof secret === 'object' ? Buffer.from(secret as Uint8Array) : secret // only ever these two
  }

  update(part: Uint8Array): void {
    this.#parts.push(part)
  }

  async digest(): Promise<Uint8Array> {
    const whole = Buffer.concat(this.#parts)
    return this.#secret === undefined
      ? createHash('sha256').update(whole).digest()
      : createHmac('sha256', this.#secret).update(whole).digest()
  }

  reset(): void {
    this.#parts.length = 0
  }
}
