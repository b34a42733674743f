import { constants, createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { type Account, Kms, type KmsClient, kmsClient, openApi, type Speak, wrapFor } from '../support/alibaba-sdk.ts'

// Alibaba Cloud's own clients against the simulator on a real port; signatures and wrapped keys are made and checked
// with node:crypto.

const ACCOUNT: Account = { accessKeyId: 'test', accessKeySecret: 'test' }
const STS: Account = { accessKeyId: 'STS.x', accessKeySecret: 'sts', securityToken: 'CAIS+token/with=special+chars==' }
const PLAINTEXT = Buffer.from('a secret & its "neighbours" +/=~*').toString('base64')
// As JSON for both: kms20160120 1.2.0 sends an object as `EncryptionContext.tenant=…`, which the API does not know.
const context = JSON.stringify({ tenant: '42', 'what + how': 'a&b=c' })
const digest = (message: string) => createHash('sha256').update(message).digest('base64')

let server: RunningServer

beforeAll(async () => {
  const credentials = [
    { accessKeyId: 'test', secret: 'test' },
    { accessKeyId: 'STS.x', secret: 'sts', sessionToken: STS.securityToken ?? '' },
  ]
  server = await serve({ port: 0, simulators: [createAlibabaSimulator({ credentials })] })
})

afterAll(() => server.close())

const verifies = (pem: string, message: string, value: string): boolean =>
  verify(
    'sha256',
    Buffer.from(message),
    { key: createPublicKey(pem), saltLength: 32, padding: constants.RSA_PKCS1_PSS_PADDING },
    Buffer.from(value, 'base64'),
  )

describe('@alicloud/kms20160120, which signs V1', () => {
  let kms: KmsClient
  beforeAll(() => {
    kms = kmsClient(server.port, ACCOUNT)
  })

  const stateOf = async (keyId: string) =>
    (await kms.describeKey(new Kms.DescribeKeyRequest({ keyId }))).keyMetadata.keyState

  test('uses a symmetric key from its creation to its deletion and back', async () => {
    const description = "clé principale 主密钥 + * ~ / ! ' ( ) & = % 🔑"
    const created = (await kms.createKey(new Kms.CreateKeyRequest({ description, keySpec: 'Aliyun_AES_256' })))
      .keyMetadata
    const keyId = created.keyId
    expect(created).toMatchObject({
      description,
      keyState: 'Enabled',
      keyUsage: 'ENCRYPT/DECRYPT',
      origin: 'Aliyun_KMS',
    })
    const described = (await kms.describeKey(new Kms.DescribeKeyRequest({ keyId }))).keyMetadata
    expect(described).toMatchObject({ ...created })

    const encrypted = await kms.encrypt(
      new Kms.EncryptRequest({ keyId, plaintext: PLAINTEXT, encryptionContext: context }),
    )
    const { ciphertextBlob } = encrypted
    expect(encrypted).toMatchObject({ keyId, keyVersionId: created.primaryKeyVersion })
    const opened = await kms.decrypt(new Kms.DecryptRequest({ ciphertextBlob, encryptionContext: context }))
    expect(opened).toMatchObject({ keyId, keyVersionId: created.primaryKeyVersion, plaintext: PLAINTEXT })
    await expect(kms.decrypt(new Kms.DecryptRequest({ ciphertextBlob }))).rejects.toMatchObject({
      code: 'InvalidParameterError',
    })

    const aliasName = 'alias/orders'
    await kms.createAlias(new Kms.CreateAliasRequest({ keyId, aliasName }))
    const dataKey = await kms.generateDataKey(new Kms.GenerateDataKeyRequest({ keyId: aliasName, numberOfBytes: 24 }))
    expect(Buffer.from(dataKey.plaintext, 'base64')).toHaveLength(24)
    const again = await kms.decrypt(new Kms.DecryptRequest({ ciphertextBlob: dataKey.ciphertextBlob }))
    expect(again.plaintext).toBe(dataKey.plaintext)
    const aliases = await kms.listAliasesByKeyId(
      new Kms.ListAliasesByKeyIdRequest({ keyId, pageNumber: 1, pageSize: 10 }),
    )
    expect(aliases.aliases.alias).toMatchObject([{ aliasName, keyId }])

    await kms.disableKey(new Kms.DisableKeyRequest({ keyId }))
    await expect(kms.encrypt(new Kms.EncryptRequest({ keyId, plaintext: PLAINTEXT }))).rejects.toMatchObject({
      code: 'Rejected.DisabledError',
      data: { Code: 'Rejected.Disabled', Message: 'The request was rejected because the key state is Disabled.' },
    })
    await kms.enableKey(new Kms.EnableKeyRequest({ keyId }))
    expect(await stateOf(keyId)).toBe('Enabled')
    await kms.scheduleKeyDeletion(new Kms.ScheduleKeyDeletionRequest({ keyId, pendingWindowInDays: 7 }))
    expect(await stateOf(keyId)).toBe('PendingDeletion')
    await kms.cancelKeyDeletion(new Kms.CancelKeyDeletionRequest({ keyId }))
    expect(await stateOf(keyId)).toBe('Enabled')
    const keys = await kms.listKeys(new Kms.ListKeysRequest({ pageNumber: 1, pageSize: 100 }))
    expect(keys.keys.key.map((key) => key.keyId)).toContain(keyId)
  })

  test('imports key material', async () => {
    const { keyMetadata } = await kms.createKey(new Kms.CreateKeyRequest({ origin: 'EXTERNAL' }))
    const { keyId } = keyMetadata
    expect(keyMetadata.keyState).toBe('PendingImport')
    const wrapping = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' }
    const { importToken, publicKey } = await kms.getParametersForImport(
      new Kms.GetParametersForImportRequest({ keyId, ...wrapping }),
    )
    const encryptedKeyMaterial = wrapFor(publicKey, randomBytes(32))
    await kms.importKeyMaterial(
      new Kms.ImportKeyMaterialRequest({ keyId, importToken, encryptedKeyMaterial, keyMaterialExpireUnix: 0 }),
    )
    expect(await stateOf(keyId)).toBe('Enabled')
    const { ciphertextBlob } = await kms.encrypt(new Kms.EncryptRequest({ keyId, plaintext: PLAINTEXT }))
    await kms.deleteKeyMaterial(new Kms.DeleteKeyMaterialRequest({ keyId }))
    await expect(kms.decrypt(new Kms.DecryptRequest({ ciphertextBlob }))).rejects.toMatchObject({
      code: 'Rejected.PendingImportError',
    })
  })

  test('signs and verifies', async () => {
    const asked = new Kms.CreateKeyRequest({ keySpec: 'RSA_2048', keyUsage: 'SIGN/VERIFY' })
    const { keyId } = (await kms.createKey(asked)).keyMetadata
    const versions = await kms.listKeyVersions(new Kms.ListKeyVersionsRequest({ keyId, pageNumber: 1, pageSize: 10 }))
    const keyVersionId = versions.keyVersions.keyVersion[0]?.keyVersionId
    const key = { keyId, keyVersionId, algorithm: 'RSA_PSS_SHA_256' }
    const { value } = await kms.asymmetricSign(new Kms.AsymmetricSignRequest({ ...key, digest: digest('order 7') }))
    const { publicKey } = await kms.getPublicKey(new Kms.GetPublicKeyRequest({ keyId, keyVersionId }))
    expect(verifies(publicKey, 'order 7', value)).toBe(true)
    const judge = async (message: string) =>
      (await kms.asymmetricVerify(new Kms.AsymmetricVerifyRequest({ ...key, digest: digest(message), value }))).value
    expect(await judge('order 7')).toBe(true)
    expect(await judge('order 8')).toBe(false)
  })

  test('works with temporary credentials', async () => {
    const regions = await kmsClient(server.port, STS).describeRegions(new Kms.DescribeRegionsRequest({}))
    expect(regions.regions.region.map(({ regionId }) => regionId)).toContain('cn-hangzhou')
  })

  test("gets Alibaba's error for a wrong secret", async () => {
    const stranger = kmsClient(server.port, { ...ACCOUNT, accessKeySecret: 'wrong' })
    await expect(stranger.listKeys(new Kms.ListKeysRequest({}))).rejects.toMatchObject({
      code: 'SignatureDoesNotMatchError',
      message: expect.stringContaining('server string to sign is:POST&%2F&AccessKeyId%3Dtest%26Action%3DListKeys'),
    })
  })

  test("gets Alibaba's error for an unknown access key", async () => {
    const stranger = kmsClient(server.port, { ...ACCOUNT, accessKeyId: 'nobody' })
    await expect(stranger.listKeys(new Kms.ListKeysRequest({}))).rejects.toMatchObject({
      code: 'InvalidAccessKeyId.NotFoundError',
    })
  })
})

describe('@alicloud/openapi-client, which signs V3', () => {
  let speak: Speak
  beforeAll(() => {
    speak = openApi(server.port, ACCOUNT)
  })

  const created = async (query: Record<string, unknown>) =>
    (await speak('CreateKey', query))['KeyMetadata'] as Record<string, string> // as documented
  const stateOf = async (KeyId: string) =>
    ((await speak('DescribeKey', { KeyId }))['KeyMetadata'] as Record<string, unknown>)['KeyState'] // as documented

  test('uses a symmetric key from its creation to its deletion and back', async () => {
    const { KeyId = '' } = await created({ KeySpec: 'Aliyun_AES_256', Description: "a b+c*d~e/f'(g)!🔑" })
    const EncryptionContext = context
    const { CiphertextBlob } = await speak('Encrypt', { KeyId, Plaintext: PLAINTEXT, EncryptionContext })
    expect(await speak('Decrypt', { CiphertextBlob, EncryptionContext })).toMatchObject({ KeyId, Plaintext: PLAINTEXT })
    const dataKey = await speak('GenerateDataKey', { KeyId, KeySpec: 'AES_128' })
    const { CiphertextBlob: blob, Plaintext } = dataKey
    expect(await speak('Decrypt', { CiphertextBlob: blob })).toMatchObject({ Plaintext })
    await speak('CreateAlias', { KeyId, AliasName: 'alias/v3/orders' })
    expect(await speak('DescribeKey', { KeyId: 'alias/v3/orders' })).toMatchObject({ KeyMetadata: { KeyId } })
    await speak('TagResources', {
      RegionId: 'cn-hangzhou',
      ResourceType: 'key',
      'ResourceId.1': KeyId,
      'Tag.1.Key': 'k',
      'Tag.1.Value': 'v',
    })
    expect(await speak('ListResourceTags', { KeyId })).toMatchObject({
      Tags: { Tag: [{ KeyId, TagKey: 'k', TagValue: 'v' }] },
    })
    await speak('DisableKey', { KeyId })
    await expect(speak('Encrypt', { KeyId, Plaintext: PLAINTEXT })).rejects.toMatchObject({
      code: 'Rejected.Disabled',
      statusCode: 409,
    })
    await speak('EnableKey', { KeyId })
    await speak('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    expect(await stateOf(KeyId)).toBe('PendingDeletion')
    await speak('CancelKeyDeletion', { KeyId })
    expect(await stateOf(KeyId)).toBe('Enabled')
  })

  test('imports key material', async () => {
    const { KeyId = '' } = await created({ Origin: 'EXTERNAL' })
    const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }
    const { ImportToken, PublicKey } = await speak('GetParametersForImport', { KeyId, ...wrapping })
    const EncryptedKeyMaterial = wrapFor(String(PublicKey), randomBytes(32))
    await speak('ImportKeyMaterial', { KeyId, ImportToken, EncryptedKeyMaterial })
    expect(await stateOf(KeyId)).toBe('Enabled')
  })

  test('signs and verifies', async () => {
    const { KeyId } = await created({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN/VERIFY' })
    const { KeyVersions } = await speak('ListKeyVersions', { KeyId })
    const [version] = (KeyVersions as { KeyVersion: { KeyVersionId: string }[] }).KeyVersion // as documented
    const key = { KeyId, KeyVersionId: version?.KeyVersionId }
    const signing = { ...key, Algorithm: 'RSA_PSS_SHA_256', Digest: digest('order 7') }
    const { Value } = await speak('AsymmetricSign', signing)
    const { PublicKey } = await speak('GetPublicKey', key)
    expect(verifies(String(PublicKey), 'order 7', String(Value))).toBe(true)
    expect(await speak('AsymmetricVerify', { ...signing, Value })).toMatchObject({ Value: true })
    const other = { ...signing, Digest: digest('order 8') }
    expect(await speak('AsymmetricVerify', { ...other, Value })).toMatchObject({ Value: false })
  })

  test('works with temporary credentials', async () => {
    expect(await openApi(server.port, STS)('DescribeAccountKmsStatus')).toMatchObject({ AccountStatus: 'Enabled' })
  })

  test("gets Alibaba's error for a wrong secret", async () => {
    const stranger = openApi(server.port, { ...ACCOUNT, accessKeySecret: 'wrong' })
    await expect(stranger('ListKeys')).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
      statusCode: 400,
      message: expect.stringMatching(/server StringToSign is \[ACS3-HMAC-SHA256\n[0-9a-f]{64}\]/),
    })
  })
})

describe('a request of an official client, sent a second time', () => {
  test("gets Alibaba's error", async () => {
    const simulator = createAlibabaSimulator()
    const requests: Parameters<typeof simulator.answer>[0][] = []
    const answer: typeof simulator.answer = (request) => {
      requests.push(request)
      return simulator.answer(request)
    }
    const tapped = await serve({ port: 0, simulators: [{ ...simulator, answer }] })
    try {
      await openApi(tapped.port, ACCOUNT)('ListKeys')
      await kmsClient(tapped.port, ACCOUNT).listKeys(new Kms.ListKeysRequest({}))
      expect(requests).toHaveLength(2)
      for (const request of requests) {
        const { status, body } = await simulator.answer(request)
        expect(status).toBe(400)
        expect(JSON.parse(Buffer.from(body).toString('utf8'))).toMatchObject({
          Code: 'SignatureNonceUsed',
          Message: 'Specified signature nonce was used already.',
        })
      }
    } finally {
      await tapped.close()
    }
  })
})
