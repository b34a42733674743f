import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createQuilibriumSimulator, type QuilibriumReadings } from '../../conformance/simulators/index.ts'
import { quilibriumTester, quilibriumWire } from '../support/quilibrium-wire.ts'

// There is no published table of key states: what is asserted here is said on an operation's own page, or is one of the
// two readings that simulators can be told to take.

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const ARN = `arn:verenc:000000000000:key/${KEY_ID}`

function fixture(readings: Partial<QuilibriumReadings> = {}, timing = {}) {
  const simulator = createQuilibriumSimulator({ readings, timing })
  const call = quilibriumWire(simulator.fetch)
  return { ...simulator, call, ...quilibriumTester(call) }
}

type Described = { readonly KeyMetadata: { readonly KeyState: string; readonly DeletionDate?: string } }

describe('a key scheduled for deletion', () => {
  const cases = [
    ['EnableKey', 'enablePendingDeletion', 'accepted'],
    ['EnableKey', 'enablePendingDeletion', 'refused'],
    ['DisableKey', 'disablePendingDeletion', 'accepted'],
    ['DisableKey', 'disablePendingDeletion', 'refused'],
  ] as const

  test.each(cases)('%s with %s %s: state and date stay', async (action, reading, value) => {
    const { control, call, succeeds } = fixture({ [reading]: value })
    control.putKey({ keyId: KEY_ID })
    await succeeds('ScheduleKeyDeletion', { KeyId: KEY_ID, PendingWindowInDays: 7 })
    const before = (await succeeds('DescribeKey', { KeyId: KEY_ID })) as Described
    const { status, body } = await call(action, { KeyId: KEY_ID })
    if (value === 'accepted') expect({ status, body }).toEqual({ status: 200, body: {} })
    else expect(body).toMatchObject({ __type: 'KMSInvalidStateException' })
    const after = (await succeeds('DescribeKey', { KeyId: KEY_ID })) as Described
    expect(after).toEqual(before)
    expect(after.KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate: expect.any(String) })
    control.clock.advance('8d')
    expect((await call('DescribeKey', { KeyId: KEY_ID })).body).toMatchObject({ __type: 'NotFoundException' })
  })

  test('unless told, EnableKey is accepted, as its page reads, and DisableKey refused, as in AWS', async () => {
    const { control, call } = fixture()
    control.putKey({ keyId: KEY_ID, state: 'PendingDeletion' })
    expect((await call('EnableKey', { KeyId: KEY_ID })).status).toBe(200)
    expect((await call('DisableKey', { KeyId: KEY_ID })).status).toBe(400)
  })
})

describe('use of a key', () => {
  const { control, refuses } = fixture()
  const uses = {
    symmetric: [
      ['Encrypt', { Plaintext: 'YQ==' }],
      ['GenerateDataKey', { KeySpec: 'AES_256' }],
      ['GenerateDataKeyWithoutPlaintext', { KeySpec: 'AES_256' }],
      ['GenerateDataKeyPair', { KeyPairSpec: 'ECC_NIST_P256' }],
    ],
    asymmetric: [
      ['Sign', { Message: 'YQ==', SigningAlgorithm: 'ECDSA_SHA_256' }],
      ['Verify', { Message: 'YQ==', Signature: 'YQ==', SigningAlgorithm: 'ECDSA_SHA_256' }],
      ['GetPublicKey', {}],
    ],
    hmac: [
      ['GenerateMAC', { Message: 'YQ==', MacAlgorithm: 'HMAC_SHA_256' }],
      ['VerifyMac', { Message: 'YQ==', Mac: 'YQ==', MacAlgorithm: 'HMAC_SHA_256' }],
    ],
  } as const
  const keys = {
    symmetric: {},
    asymmetric: { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' },
    hmac: { spec: 'HMAC_256' },
  }
  const rows = (['symmetric', 'asymmetric', 'hmac'] as const).flatMap((kind) =>
    uses[kind].map(([action, input]) => [action, kind, input] as const),
  )

  test.each(rows)('%s is refused while the key is disabled or pending deletion', async (action, kind, input) => {
    const disabled = control.putKey({ ...keys[kind], state: 'Disabled' }).keyId
    // DisabledException is not on the page of GenerateDataKeyPair.
    const code = action === 'GenerateDataKeyPair' ? 'KMSInvalidStateException' : 'DisabledException'
    await refuses(action, { KeyId: disabled, ...input }, code)
    const pending = control.putKey({ ...keys[kind], state: 'PendingDeletion' }).keyId
    await refuses(action, { KeyId: pending, ...input }, 'KMSInvalidStateException')
  })

  test('GetPublicKey and ReEncrypt want Enabled and nothing else', async () => {
    const { control, succeeds, refuses } = fixture()
    const asymmetric = control.putKey({ ...keys.asymmetric, state: 'UPDATING' }).keyId
    await refuses('GetPublicKey', { KeyId: asymmetric }, 'KMSInvalidStateException')
    const source = control.putKey({}).keyId
    const destination = control.putKey({}).keyId
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: source, Plaintext: 'YQ==' })
    const input = { CiphertextBlob, DestinationKeyId: destination }
    for (const [keyId, state, code] of [
      [source, 'Updating', 'KMSInvalidStateException'],
      [destination, 'Updating', 'KMSInvalidStateException'],
      [source, 'Disabled', 'DisabledException'],
      [destination, 'Disabled', 'DisabledException'],
    ] as const) {
      control.putKey({ keyId, state })
      await refuses('ReEncrypt', input, code)
      control.putKey({ keyId, state: 'Enabled' })
    }
    await succeeds('ReEncrypt', input)
    const rsa = control.putKey({ spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' }).keyId
    await refuses('ReEncrypt', { ...input, DestinationKeyId: rsa }, 'InvalidKeyUsageException')
  })
})

describe('control.putKey', () => {
  test('moves a key that is there, with all it has, and takes states in any letter case', async () => {
    const { control, succeeds, stateOf } = fixture()
    control.putKey({ keyId: KEY_ID })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: KEY_ID, Plaintext: 'YQ==' })
    for (const [state, shown] of [
      ['DISABLED', 'Disabled'],
      ['PENDING_DELETION', 'PendingDeletion'],
      ['updating', 'UPDATING'],
      ['ENABLED', 'Enabled'],
    ] as const) {
      control.putKey({ keyId: KEY_ID, state })
      expect(await stateOf(KEY_ID)).toBe(shown)
    }
    expect(await succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: 'YQ==' })
  })

  test.each([{ spec: 'SM2' }, { origin: 'KEY_STORE' }, { origin: 'EXTERNAL', spec: 'RSA_2048' }, { state: 'Frozen' }])(
    'Q-KMS has no key with %o, and control says so',
    (input) => expect(() => fixture().control.putKey(input)).toThrow(/^Q-KMS /),
  )
})

describe('multi-Region keys', () => {
  test('a replica is its primary’s copy in policy, description and tags, and ENABLED at once', async () => {
    const { call, succeeds } = fixture({}, { primaryUpdateMs: 1_000 })
    const Tags = [{ TagKey: 'Purpose', TagValue: 'Test' }]
    const input = { MultiRegion: true, Description: 'Example', Tags }
    const { KeyId, Arn } =
      ((await succeeds('CreateKey', input)) as Record<string, Record<string, string>>)['KeyMetadata'] ?? {}
    const reply = await succeeds('ReplicateKey', { KeyId, ReplicaRegion: 'us-west-2' })
    expect(reply).toEqual({
      ReplicaKeyMetadata: {
        AWSAccountId: '000000000000',
        Arn,
        CreationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        Description: 'Example',
        Enabled: true,
        KeyId,
        KeyManager: 'CUSTOMER',
        KeyState: 'ENABLED',
        KeyUsage: 'ENCRYPT_DECRYPT',
        MultiRegion: true,
        MultiRegionConfiguration: {
          MultiRegionKeyType: 'REPLICA',
          PrimaryKey: { Arn, Region: 'us-east-1' },
          ReplicaKeys: [{ Arn, Region: 'us-west-2' }],
        },
      },
      ReplicaPolicy: expect.stringContaining('arn:aws:iam::000000000000:root'),
      ReplicaTags: Tags,
    })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId, Plaintext: 'YQ==' })
    const there = await call('Decrypt', { CiphertextBlob }, { region: 'us-west-2' })
    expect(there.body).toMatchObject({ Plaintext: 'YQ==' })
  })

  test('all of them are UPDATING while the primary Region changes', async () => {
    const { call, control, succeeds } = fixture({}, { primaryUpdateMs: 60_000 })
    const { KeyId } =
      ((await succeeds('CreateKey', { MultiRegion: true })) as Record<string, Record<string, string>>)['KeyMetadata'] ??
      {}
    const regions = ['us-east-1', 'us-west-2', 'eu-west-1']
    for (const ReplicaRegion of regions.slice(1)) await succeeds('ReplicateKey', { KeyId, ReplicaRegion })
    expect(await succeeds('UpdatePrimaryRegion', { KeyId, PrimaryRegion: 'us-west-2' })).toEqual({})
    const states = async () => {
      const replies = await Promise.all(regions.map((region) => call('DescribeKey', { KeyId }, { region })))
      return replies.map(({ body }) => (body as unknown as Described).KeyMetadata.KeyState)
    }
    expect(await states()).toEqual(['UPDATING', 'UPDATING', 'UPDATING'])
    control.clock.advance('61s')
    expect(await states()).toEqual(['Enabled', 'Enabled', 'Enabled'])
  })
})

describe('a threshold key', () => {
  const input = { KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'SIGN_VERIFY', Participants: ['service', 'a1'], Threshold: 2 }

  test('is waited for, unless the query says async=1: then GetPublicKey succeeds when it is done', async () => {
    const { call, control, refuses, succeeds } = fixture({}, { keyGenerationMs: 300 })
    const before = Date.now()
    expect(await succeeds('CreateKey', input)).toMatchObject({ KeyMetadata: { KeyState: 'Enabled' } })
    expect(Date.now() - before).toBeGreaterThanOrEqual(295)
    const { body } = await call('CreateKey', input, { query: 'async=1' })
    expect(body).toMatchObject({ KeyMetadata: { KeyState: 'Creating', Enabled: false } })
    const { KeyId } = (body as Record<string, { KeyId: string }>)['KeyMetadata'] ?? {}
    await refuses('GetPublicKey', { KeyId }, 'KMSInvalidStateException')
    control.clock.advance(300)
    expect(await succeeds('GetPublicKey', { KeyId })).toMatchObject({ CustomerMasterKeySpec: 'ECC_SECG_P256K1' })
  })

  test('takes no time unless told so, and symmetric keys never do', async () => {
    expect((await fixture().call('CreateKey', input, { query: 'async=1' })).body).toMatchObject({
      KeyMetadata: { KeyState: 'Enabled' },
    })
    const slow = fixture({}, { keyGenerationMs: 60_000 })
    expect(await slow.succeeds('CreateKey', {})).toMatchObject({ KeyMetadata: { KeyState: 'Enabled' } })
  })
})

describe('the other readings', () => {
  test('a failed verification is the exception of the error table', async () => {
    const { control, refuses } = fixture({ failedVerification: 'exception' })
    control.putKey({ keyId: KEY_ID, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' })
    const signature = { KeyId: KEY_ID, Message: 'YQ==', Signature: 'YQ==', SigningAlgorithm: 'ECDSA_SHA_256' }
    await refuses('Verify', signature, 'SignatureInvalidException')
    const hmac = control.putKey({ spec: 'HMAC_256' }).keyId
    const mac = { KeyId: hmac, Message: 'YQ==', Mac: 'YQ==', MacAlgorithm: 'HMAC_SHA_256' }
    await refuses('VerifyMac', mac, 'MacInvalidException')
  })

  test('members and dates as the vendor’s client has them', async () => {
    const { control, succeeds } = fixture({ specMember: 'KeySpec', metadataDates: 'epoch', describedOrigin: 'QKMS' })
    const { KeyMetadata } = await succeeds('CreateKey', {})
    expect(KeyMetadata).toMatchObject({ KeySpec: 'SYMMETRIC_DEFAULT', CreationDate: expect.any(Number) })
    expect(KeyMetadata).not.toHaveProperty('CustomerMasterKeySpec')
    control.putKey({ keyId: KEY_ID, spec: 'RSA_2048', usage: 'SIGN_VERIFY' })
    expect(await succeeds('DescribeKey', { KeyId: KEY_ID })).toMatchObject({
      KeyMetadata: { Origin: 'QKMS', KeySpec: 'RSA_2048' },
    })
    expect(await succeeds('GetPublicKey', { KeyId: KEY_ID })).toMatchObject({ KeySpec: 'RSA_2048' })
  })

  test('the odd ARN of CancelKeyDeletion, aliases as keys, the private key twice', async () => {
    const { control, succeeds } = fixture({
      cancelledArn: 'arn:aws:verenc',
      aliasesNameKeys: true,
      pairPrivateKey: true,
    })
    control.putKey({ keyId: KEY_ID, state: 'PendingDeletion' })
    expect(await succeeds('CancelKeyDeletion', { KeyId: KEY_ID })).toEqual({ KeyId: ARN.replace('arn:', 'arn:aws:') })
    await succeeds('EnableKey', { KeyId: KEY_ID })
    await succeeds('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KEY_ID })
    expect(await succeeds('Encrypt', { KeyId: 'alias/a', Plaintext: 'YQ==' })).toMatchObject({ KeyId: ARN })
    const pair = await succeeds('GenerateDataKeyPair', { KeyId: KEY_ID, KeyPairSpec: 'ECC_NIST_P256' })
    expect(pair['PrivateKey']).toBe(pair['PrivateKeyCiphertextBlob'])
  })

  test.each([
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 65, 64],
    ['ECC_ED25519', 'EDDSA_ED25519', 32, 64],
  ])('bare keys and signatures of %s', async (spec, SigningAlgorithm, keyBytes, signatureBytes) => {
    const { control, succeeds } = fixture({ encodings: 'raw' })
    control.putKey({ keyId: KEY_ID, spec, usage: 'SIGN_VERIFY' })
    const { PublicKey } = await succeeds('GetPublicKey', { KeyId: KEY_ID })
    const point = Buffer.from(String(PublicKey), 'base64')
    const { Signature } = await succeeds('Sign', { KeyId: KEY_ID, Message: 'YQ==', SigningAlgorithm })
    const signature = Buffer.from(String(Signature), 'base64')
    expect([point.length, signature.length]).toEqual([keyBytes, signatureBytes])
    const prefix =
      { ECC_SECG_P256K1: '3056301006072a8648ce3d020106052b8104000a034200', ECC_ED25519: '302a300506032b6570032100' }[
        spec
      ] ?? ''
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from(prefix, 'hex'), point]),
      format: 'der',
      type: 'spki',
    })
    const hash = spec === 'ECC_ED25519' ? null : 'sha256'
    expect(verify(hash, Buffer.from('a'), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
    const input = { KeyId: KEY_ID, Message: 'YQ==', SigningAlgorithm, Signature }
    expect(await succeeds('Verify', input)).toMatchObject({ SignatureValid: true })
  })
})
