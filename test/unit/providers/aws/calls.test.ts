import { describe, expect, it } from 'vitest'
import { aws } from '../../../../providers/aws/index.ts'
import { fetchTransport } from '../../../../src/fetch-transport.ts'
import { type ClientOptions, createClient, KmsError } from '../../../../src/index.ts'

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`
const aliasArn = 'arn:aws:kms:eu-west-1:111122223333:alias/orders'
const serverMs = Date.parse('2026-01-01T12:00:00Z')

interface Sent {
  readonly action: string
  readonly body: Record<string, unknown>
  readonly signedAtMs: number
}

type Answer = (request: Sent) => unknown

/** A client at a service that answers as told; an answer with `__type` is an error. */
function at(answer: Answer, options: ClientOptions = {}) {
  const sent: Sent[] = []
  const transport = fetchTransport(async (request) => {
    const action = (request.headers.get('x-amz-target') ?? '').replace('TrentService.', '')
    const date = request.headers.get('x-amz-date') ?? ''
    const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
    sent.push({ action, body: (await request.json()) as Record<string, unknown>, signedAtMs: Date.parse(iso) }) // an object, always
    const reply = answer(sent.at(-1) as Sent) // just pushed
    const status = typeof reply === 'object' && reply !== null && '__type' in reply ? 400 : 200
    const headers = { date: new Date(serverMs).toUTCString() }
    return new Response(reply === undefined ? '' : JSON.stringify(reply), { status, headers })
  })
  const provider = aws({ region: 'eu-west-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } })
  return { kms: createClient(provider, { transport, now: () => serverMs, ...options }), sent }
}

const described = { KeyMetadata: { KeyId: keyId, Arn: keyArn, KeyState: 'Enabled' } }
const wrapped = { CiphertextBlob: 'AQ==', KeyId: keyArn }

async function failure(call: Promise<unknown>): Promise<KmsError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof KmsError) return error
  throw new Error('the call did not fail')
}

describe('an alias', () => {
  it.each(['alias/orders', aliasArn])('%s is looked up once where AWS takes keys only', async (alias) => {
    const { kms, sent } = at(({ action }) => (action === 'DescribeKey' ? described : undefined))
    expect({ ...(await kms.disableKey({ keyId: alias })) }).toEqual({ keyId })
    expect(sent.map(({ action, body }) => [action, body['KeyId']])).toEqual([
      ['DescribeKey', alias],
      ['DisableKey', keyArn],
    ])
  })

  it('is looked up for the target of another alias, and for a grant to retire', async () => {
    const { kms, sent } = at(({ action }) => (action === 'DescribeKey' ? described : undefined))
    await kms.createAlias({ alias: 'alias/new', keyId: 'alias/orders' })
    await kms.retireGrant({ keyId: 'alias/orders', grantId: 'g' })
    expect(sent.map(({ body }) => body)).toEqual([
      { KeyId: 'alias/orders' },
      { AliasName: 'alias/new', TargetKeyId: keyArn },
      { KeyId: 'alias/orders' },
      { KeyId: keyArn, GrantId: 'g' },
    ])
  })

  it('is sent as it is where AWS takes it', async () => {
    const { kms, sent } = at(() => wrapped)
    await kms.encrypt({ keyId: 'alias/orders', plaintext: new Uint8Array(1) })
    expect(sent.map(({ action, body }) => [action, body['KeyId']])).toEqual([['Encrypt', 'alias/orders']])
  })

  it('that does not exist fails the call that named it, and changes nothing', async () => {
    const { kms, sent } = at(() => ({ __type: 'NotFoundException', message: `Alias ${aliasArn} is not found.` }))
    const error = await failure(kms.scheduleKeyDeletion({ keyId: 'alias/orders' }))
    expect(error).toMatchObject({ code: 'KeyNotFound', operation: 'scheduleKeyDeletion', keyId: 'alias/orders' })
    expect(sent.map(({ action }) => action)).toEqual(['DescribeKey'])
  })

  it('key ids and key ARNs are never looked up', async () => {
    const { kms, sent } = at(() => undefined)
    for (const reference of [keyId, keyArn, 'mrk-1234abcd12ab34cd56ef1234567890ab']) {
      await kms.enableKey({ keyId: reference })
    }
    expect(sent.map(({ action }) => action)).toEqual(['EnableKey', 'EnableKey', 'EnableKey'])
  })
})

describe('data keys', () => {
  const plaintext = new Uint8Array(32).fill(7)
  const Plaintext = Buffer.from(plaintext).toString('base64')

  it('are wrapped by Encrypt, as exactly the bytes that AWS returns', async () => {
    const { kms, sent } = at(() => wrapped)
    const output = await kms.encryptDataKey({ keyId, plaintext, context: { a: '1' } })
    expect(output.ciphertext).toEqual(new Uint8Array([1]))
    expect(sent).toMatchObject([
      { action: 'Encrypt', body: { KeyId: keyId, Plaintext, EncryptionContext: { a: '1' } } },
    ])
  })

  it('are unwrapped by Decrypt; 32 bytes are expected unless something else is said', async () => {
    const { kms, sent } = at(() => ({ Plaintext, KeyId: keyArn }))
    const ciphertext = new Uint8Array([1])
    expect((await kms.decryptDataKey({ keyId, ciphertext })).plaintext).toEqual(plaintext)
    expect((await kms.decryptDataKey({ keyId, ciphertext, spec: 'AES_256' })).plaintext).toEqual(plaintext)
    expect((await kms.decryptDataKey({ keyId, ciphertext, lengthBytes: 32 })).plaintext).toEqual(plaintext)
    expect(sent.map(({ body }) => body)).toEqual(Array(3).fill({ KeyId: keyId, CiphertextBlob: 'AQ==' }))
  })

  it('of another length are an InvalidCiphertext that does not show them', async () => {
    const { kms } = at(() => ({ Plaintext, KeyId: keyArn }))
    for (const length of [{ lengthBytes: 31 }, { spec: 'AES_128' as const }]) {
      const error = await failure(kms.decryptDataKey({ keyId, ciphertext: new Uint8Array([1]), ...length }))
      expect(error).toMatchObject({ code: 'InvalidCiphertext', operation: 'decryptDataKey', attempts: 1 })
      expect(JSON.stringify(error)).not.toContain(Plaintext)
    }
  })
})

describe('a signature or MAC that does not fit', () => {
  const message = new Uint8Array([1])

  it('is an answer, not an error', async () => {
    const { kms } = at(({ action }) => ({
      __type: action === 'Verify' ? 'KMSInvalidSignatureException' : 'KMSInvalidMacException',
    }))
    const signature = await kms.verify({ keyId, message, signature: message, algorithm: 'ECDSA_SHA_256' })
    const mac = await kms.verifyMac({ keyId, message, mac: message, algorithm: 'HMAC_SHA_256' })
    expect([{ ...signature }, { ...mac }]).toEqual([{ valid: false }, { valid: false }])
  })

  it('is not taken from any other error', async () => {
    const { kms } = at(() => ({ __type: 'KMSInvalidStateException', message: `${keyArn} is pending import.` }))
    const call = kms.verify({ keyId, message, signature: message, algorithm: 'ECDSA_SHA_256' })
    expect(await failure(call)).toMatchObject({ code: 'InvalidKeyState', keyState: 'PendingImport' })
  })
})

describe('before the network', () => {
  const bytes = new Uint8Array([1])
  const { kms, sent } = at(() => undefined)
  it.each<[string, () => Promise<unknown>, string, string | undefined]>([
    ['an unsupported operation', () => kms.updateKeyName({ keyId, name: 'n' }), 'Unsupported', undefined],
    ['deletion protection', () => kms.setDeletionProtection({ keyId, enabled: true }), 'Unsupported', undefined],
    ['a key version', () => kms.createKeyVersion({ keyId }), 'Unsupported', undefined],
    ['a name of a key', () => kms.createKey({ name: 'n' }), 'Unsupported', 'name'],
    ['a filter', () => kms.listKeys({ filter: { states: ['Enabled'] } }), 'Unsupported', 'filter'],
    ['a key spec of other clouds', () => kms.createKey({ spec: 'AES_192' }), 'Unsupported', 'spec'],
    ['SM4 outside China', () => kms.createKey({ spec: 'SM4' }), 'Unsupported', 'spec'],
    [
      'a grant of other clouds',
      () => kms.createGrant({ keyId, grantee: 'g', operations: ['Decrypt', 'EncryptDataKey'] }),
      'Unsupported',
      'operations',
    ],
    [
      'a MAC of other clouds',
      () => kms.generateMac({ keyId, message: bytes, algorithm: 'HMAC_SM3' }),
      'Unsupported',
      'algorithm',
    ],
    [
      'a context with an asymmetric algorithm',
      () => kms.encrypt({ keyId, plaintext: bytes, algorithm: 'RSAES_OAEP_SHA_256', context: { a: '1' } }),
      'InvalidInput',
      'context',
    ],
    [
      'a source context with an asymmetric algorithm',
      () =>
        kms.reEncrypt({
          ciphertext: bytes,
          destinationKeyId: keyId,
          sourceAlgorithm: 'SM2PKE',
          sourceContext: { a: '1' },
        }),
      'InvalidInput',
      'sourceContext',
    ],
    ['too much plaintext', () => kms.encrypt({ keyId, plaintext: new Uint8Array(4097) }), 'InvalidInput', 'plaintext'],
    ['a short deletion', () => kms.scheduleKeyDeletion({ keyId, pendingDays: 6 }), 'InvalidInput', 'pendingDays'],
    ['a long rotation', () => kms.enableKeyRotation({ keyId, periodDays: 2561 }), 'InvalidInput', 'periodDays'],
    ['no retiring principal', () => kms.listRetirableGrants({}), 'InvalidInput', 'retiringPrincipal'],
  ])('%s is refused', async (_name, call, code, field) => {
    expect(await failure(call())).toMatchObject({ code, field, attempts: 0 })
    expect(sent).toEqual([])
  })

  it('SM4 is a key spec in China', async () => {
    const requests: unknown[] = []
    const transport = fetchTransport(async (request) => {
      requests.push(await request.json())
      return new Response(JSON.stringify(described))
    })
    const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' }
    const china = createClient(aws({ region: 'cn-north-1', credentials }), { transport })
    await china.createKey({ spec: 'SM4' })
    expect(requests).toEqual([{ KeySpec: 'SYMMETRIC_DEFAULT' }])
    expect(await failure(china.createKey({ spec: 'AES_256' }))).toMatchObject({ code: 'Unsupported', field: 'spec' })
  })
})

describe('a clock that is off', () => {
  const skewed: Answer = ({ signedAtMs }) =>
    Math.abs(signedAtMs - serverMs) > 300_000 ? { __type: 'InvalidSignatureException' } : { Keys: [], Truncated: false }

  it.each([-3_600_000, 3_600_000])('by %d ms is corrected once, also for calls at the same time', async (offMs) => {
    const { kms, sent } = at(skewed, { now: () => serverMs + offMs })
    await Promise.all(Array.from({ length: 5 }, () => kms.listKeys({})))
    expect(sent).toHaveLength(10)
    await kms.listKeys({})
    expect(sent).toHaveLength(11)
  })

  it('is corrected back when the machine’s clock is set right', async () => {
    let offMs = 3_600_000
    const { kms, sent } = at(skewed, { now: () => serverMs + offMs })
    await kms.listKeys({})
    offMs = 0
    await kms.listKeys({})
    expect(sent.map(({ signedAtMs }) => signedAtMs - serverMs)).toEqual([3_600_000, 0, -3_600_000, 0])
  })

  it('does not hide a wrong secret', async () => {
    const { kms, sent } = at(() => ({ __type: 'InvalidSignatureException' }), { now: () => serverMs - 3_600_000 })
    expect(await failure(kms.listKeys({}))).toMatchObject({ code: 'Unauthenticated', attempts: 2 })
    expect(await failure(kms.listKeys({}))).toMatchObject({ code: 'Unauthenticated', attempts: 1 })
    expect(sent).toHaveLength(3)
  })
})
