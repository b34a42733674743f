import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisabledException,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyRotationStatusCommand,
  GetPublicKeyCommand,
  InvalidArnException,
  KMSClient,
  type KMSClientConfig,
  KMSInvalidStateException,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  NotFoundException,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  TagResourceCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createQuilibriumSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { given, spkiKey } from '../support/aws-sdk.ts'

// AWS's own client against Q-KMS, as api/overview promises: "existing KMS toolsets by changing their endpoints".

let server: RunningServer
let kms: KMSClient
const simulator = createQuilibriumSimulator()
const plaintext = new Uint8Array(Buffer.from('Hello World'))

const clientFor = (url: string, changes: KMSClientConfig = {}) =>
  new KMSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test-quilibrium', secretAccessKey: 'test' },
    maxAttempts: 1,
    ...changes,
  })

beforeAll(async () => {
  server = await serve({ port: 0, simulators: [simulator] })
  kms = clientFor(server.url)
})

afterAll(() => server.close())

describe('what the two share', () => {
  test('keys are enabled, disabled, scheduled for deletion and kept', async () => {
    const { keyId: KeyId, arn } = simulator.control.putKey({ state: 'Disabled' })
    const use = () => kms.send(new EncryptCommand({ KeyId, Plaintext: plaintext }))
    await expect(use()).rejects.toThrow(DisabledException)
    await kms.send(new EnableKeyCommand({ KeyId }))
    await use()
    await kms.send(new DisableKeyCommand({ KeyId: arn }))
    const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
    expect(scheduled).toMatchObject({ KeyId: arn, KeyState: 'PendingDeletion', PendingWindowInDays: 7 })
    expect(scheduled.DeletionDate).toBeInstanceOf(Date)
    await expect(use()).rejects.toThrow(KMSInvalidStateException)
    expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId: arn })
    await kms.send(new EnableKeyCommand({ KeyId }))
    await use()
  })

  test('data is encrypted, decrypted and re-encrypted', async () => {
    const { keyId: KeyId, arn } = simulator.control.putKey({})
    const { keyId: DestinationKeyId, arn: destination } = simulator.control.putKey({})
    const EncryptionContext = { Department: 'Finance' }
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: plaintext, EncryptionContext }))
    const reply = await kms.send(new DecryptCommand({ CiphertextBlob, KeyId, EncryptionContext }))
    expect(reply).toMatchObject({ KeyId: arn, Plaintext: plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    const moved = await kms.send(
      new ReEncryptCommand({ CiphertextBlob, DestinationKeyId, SourceEncryptionContext: EncryptionContext }),
    )
    expect(moved).toMatchObject({ SourceKeyId: arn, KeyId: destination })
    const there = new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob })
    expect(await kms.send(there)).toMatchObject({ KeyId: destination, Plaintext: plaintext })
    const dataKey = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }))
    expect(dataKey.Plaintext).toHaveLength(32)
    const unwrap = new DecryptCommand({ CiphertextBlob: dataKey.CiphertextBlob })
    expect(await kms.send(unwrap)).toMatchObject({ Plaintext: dataKey.Plaintext })
  })

  test.each([
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
  ] as const)('%s signs and verifies; a signature that does not fit is false', async (spec, SigningAlgorithm) => {
    const { keyId: KeyId, arn } = simulator.control.putKey({ spec, usage: 'SIGN_VERIFY' })
    const { Signature } = await kms.send(new SignCommand({ KeyId, Message: plaintext, SigningAlgorithm }))
    const input = { KeyId, SigningAlgorithm, Signature }
    const right = new VerifyCommand({ ...input, Message: plaintext })
    expect(await kms.send(right)).toMatchObject({ KeyId: arn, SignatureValid: true })
    const wrong = new VerifyCommand({ ...input, Message: plaintext.map((byte) => byte ^ 1) })
    expect(await kms.send(wrong)).toMatchObject({ SignatureValid: false })
    const { PublicKey, CustomerMasterKeySpec, KeySpec } = await kms.send(new GetPublicKeyCommand({ KeyId }))
    expect({ CustomerMasterKeySpec, KeySpec }).toEqual({ CustomerMasterKeySpec: spec, KeySpec: undefined })
    expect(spkiKey(given(PublicKey)).asymmetricKeyType).toBe(spec === 'RSA_2048' ? 'rsa' : 'ec')
  })

  test('aliases, tags, policies, grants and rotation are managed', async () => {
    const { keyId: KeyId, arn } = simulator.control.putKey({})
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/sdk', TargetKeyId: KeyId }))
    const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId }))
    expect(Aliases).toMatchObject([{ AliasName: 'alias/sdk', TargetKeyId: KeyId, CreationDate: expect.any(Date) }])
    const Tags = [{ TagKey: 'Purpose', TagValue: 'Test' }]
    await kms.send(new TagResourceCommand({ KeyId, Tags }))
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual(Tags)
    const Statement = [
      { Effect: 'Allow', Principal: { AWS: 'arn:verenc:000000000000:root' }, Action: 'kms:*', Resource: '*' },
    ]
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: JSON.stringify({ Statement }) }))
    const grant = { KeyId, GranteePrincipal: 'arn:aws:iam::000000000000:role/a', Operations: ['Decrypt' as const] }
    const { GrantId } = await kms.send(new CreateGrantCommand(grant))
    expect((await kms.send(new ListGrantsCommand({ KeyId }))).Grants).toMatchObject([{ GrantId, KeyId: arn }])
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({ KeyRotationEnabled: false })
    const { Keys } = await kms.send(new ListKeysCommand({ Limit: 1_000 }))
    expect(Keys).toContainEqual({ KeyId, KeyArn: arn })
  })

  test('errors have the classes of their codes', async () => {
    const KeyId = '1234abcd-12ab-34cd-56ef-000000000000'
    await expect(kms.send(new EnableKeyCommand({ KeyId }))).rejects.toThrow(NotFoundException)
    const arn = new EnableKeyCommand({ KeyId: `arn:aws:kms:us-east-1:000000000000:key/${KeyId}` })
    await expect(kms.send(arn)).rejects.toThrow(InvalidArnException)
  })
})

describe('who calls', () => {
  const list = new ListKeysCommand({})

  test.each([
    ['a wrong secret', { accessKeyId: 'test-quilibrium', secretAccessKey: 'wrong' }],
    ['an access key of AWS', { accessKeyId: 'test', secretAccessKey: 'test' }],
    ['a session token', { accessKeyId: 'test-quilibrium', secretAccessKey: 'test', sessionToken: 'token' }],
  ])('is not authorized with %s', async (_what, credentials) => {
    await expect(clientFor(server.url, { credentials }).send(list)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Request is missing required authentication parameters',
      $metadata: { httpStatusCode: 400 },
    })
  })

  test('is told by the access key where one port serves every cloud', async () => {
    const all = await serve({ port: 0 })
    try {
      const firstArn = async (credentials: { accessKeyId: string; secretAccessKey: string }) => {
        const { KeyArn } = (await clientFor(all.url, { credentials }).send(list)).Keys?.[0] ?? {}
        return KeyArn
      }
      for (const { cloud, control } of all.simulators)
        if (cloud === 'aws' || cloud === 'quilibrium') control.putKey({} as never)
      expect(await firstArn({ accessKeyId: 'test', secretAccessKey: 'test' })).toMatch(/^arn:aws:kms:us-east-1:/)
      const mine = await firstArn({ accessKeyId: 'test-quilibrium', secretAccessKey: 'test' })
      expect(mine).toMatch(/^arn:verenc:000000000000:key\//)
    } finally {
      await all.close()
    }
  })
})

describe('what the two do not share', () => {
  test('dates in KeyMetadata: AWS’s client reads the vendor client’s form, not that of the pages', async () => {
    const { keyId: KeyId } = simulator.control.putKey({})
    await expect(kms.send(new DescribeKeyCommand({ KeyId }))).rejects.toThrow('Expected real number')
    const asEpoch = createQuilibriumSimulator({ readings: { metadataDates: 'epoch' } })
    const other = await serve({ port: 0, simulators: [asEpoch] })
    try {
      const client = clientFor(other.url)
      const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description: 'by the SDK' }))
      expect(KeyMetadata).toMatchObject({
        KeyState: 'Enabled',
        Description: 'by the SDK',
        CreationDate: expect.any(Date),
      })
      const described = await client.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }))
      expect(described.KeyMetadata).toMatchObject({ AWSAccountId: '000000000000', KeyManager: 'CUSTOMER' })
    } finally {
      await other.close()
    }
  })
})
