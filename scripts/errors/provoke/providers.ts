import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alibaba, fromEnv as fromAlibabaEnv } from '../../../providers/alibaba/index.ts'
import { readEnvironment as readAwsEnvironment } from '../../../providers/aws/environment.ts'
import { aws } from '../../../providers/aws/index.ts'
import { configFromEnv as readHuaweiEnvironment } from '../../../providers/huawei/config.ts'
import { huawei } from '../../../providers/huawei/index.ts'
import { configFromEnv as readOtcEnvironment } from '../../../providers/otc/config.ts'
import { otc } from '../../../providers/otc/index.ts'
import { readEnvironment as readQuilibriumEnvironment } from '../../../providers/quilibrium/config.ts'
import { quilibrium } from '../../../providers/quilibrium/index.ts'
import { createClient, type KmsClient, type Provider, type Transport } from '../../../src/index.ts'

const keyId = '0d0466b0-e727-4d9c-b35d-f84bb474a37f'
const other = '1d0466b0-e727-4d9c-b35d-f84bb474a37f'
const bytes = Buffer.from('secret words')
/** As long as the shortest ciphertext that Huawei Cloud makes. */
const sealed = Buffer.alloc(100)
const KEY = { accessKeyId: 'test', secretAccessKey: 'test' }
const ALIBABA = { region: 'cn-hangzhou', credentials: { accessKeyId: 'test', accessKeySecret: 'test' } }
const V1_KEY = { accessKey: 'test', secretKey: 'test' }
const HUAWEI = { region: 'cn-north-4', credentials: V1_KEY, projectId: 'p' }
const LONG = { context: { tenant: '4'.repeat(9000) } }

/** What a type would have forbidden. */
const wrongly = (input: unknown): never => input as never // the boundary that every one of these crosses on purpose

/** A client whose service answers with these bodies, one after the other, the last one over and over. */
function answered(provider: Provider, ...replies: readonly (object | string)[]): KmsClient {
  let at = 0
  const transport: Transport = async () => {
    const reply = replies[Math.min(at, replies.length - 1)] ?? {}
    at += 1
    const body = typeof reply === 'string' ? reply : JSON.stringify(reply)
    return { status: 200, headers: {}, body }
  }
  return createClient(provider, { transport, retries: 0 })
}

const onAws = (...replies: readonly object[]) => answered(aws({ region: 'eu-west-1', credentials: KEY }), ...replies)
const onAlibaba = (...replies: readonly object[]) => answered(alibaba(ALIBABA), ...replies)
const onHuawei = (...replies: readonly object[]) => answered(huawei(HUAWEI), ...replies)
const onOtc = (...replies: readonly object[]) => answered(otc({ ...HUAWEI, region: 'eu-de' }), ...replies)
const onQuilibrium = (...replies: readonly object[]) => answered(quilibrium({ credentials: KEY }), ...replies)

/** A client that has to log in, or to look its project up, and is answered so. */
function atIam(credentials: object, status: number, reply: object, headers = {}): Promise<unknown> {
  const provider = huawei(wrongly({ region: 'cn-north-4', credentials }))
  const transport: Transport = async () => ({ status, headers, body: JSON.stringify(reply) })
  return createClient(provider, { transport, retries: 0 }).describeKey({ keyId })
}
const LOGIN = { username: 'u', password: 'p', domainName: 'd' }

/** AWS's environment with profile files of this content; the paths of the message are made the same everywhere. */
function awsProfile(content: string | undefined, env: Readonly<Record<string, string>> = {}): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'polykms-errors-'))
  try {
    const path = join(folder, 'credentials')
    if (content !== undefined) writeFileSync(path, content)
    const credentials = content === undefined ? folder : path
    const files = { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: join(folder, 'config') }
    return readAwsEnvironment({}, { AWS_REGION: 'eu-west-1', ...files, ...env })
  } catch (error) {
    throw new Error(error instanceof Error ? error.message.replaceAll(folder, '~/.aws') : '')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function alibabaEnvironment(): unknown {
  const before = process.env['ALIBABA_CLOUD_REGION_ID']
  delete process.env['ALIBABA_CLOUD_REGION_ID']
  try {
    return fromAlibabaEnv()
  } finally {
    if (before !== undefined) process.env['ALIBABA_CLOUD_REGION_ID'] = before
  }
}

const ALIBABA_KEY = {
  KeyId: keyId,
  Arn: `acs:kms:cn-hangzhou:1:key/${keyId}`,
  KeyState: 'Enabled',
  KeySpec: 'Aliyun_AES_256',
  KeyUsage: 'ENCRYPT/DECRYPT',
  Origin: 'Aliyun_KMS',
  CreationDate: '2026-01-01T00:00:00Z',
  Creator: '1',
  AutomaticRotation: 'Enabled',
}
const HUAWEI_KEY = {
  key_info: { key_id: keyId, key_state: '5', key_spec: 'AES_256', key_usage: 'ENCRYPT_DECRYPT', origin: 'external' },
}
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' })

/** A refusal that nothing explains but the key's protection. */
async function protectedKey(): Promise<void> {
  const transport: Transport = async ({ headers, url }) => {
    const reads = `${url} ${headers['x-acs-action']}`.includes('DescribeKey')
    const body = reads
      ? { KeyMetadata: { ...ALIBABA_KEY, DeletionProtection: 'Enabled' } }
      : { Code: 'Forbidden', Message: 'You may not do that.' }
    return { status: reads ? 200 : 403, headers: {}, body: JSON.stringify(body) }
  }
  await createClient(alibaba(ALIBABA), { transport, retries: 0 }).scheduleKeyDeletion({ keyId })
}

/** Two pages of versions, as Alibaba Cloud lists them. */
const versions = (...ids: readonly string[]) => ({
  KeyVersions: { KeyVersion: ids.map((KeyVersionId) => ({ KeyId: keyId, KeyVersionId })) },
  TotalCount: ids.length,
})

/** What a provider can say, one cause each. */
export const providerCauses: readonly (() => unknown)[] = [
  // Configuration.
  () => aws(wrongly({ credentials: KEY })),
  () => aws({ region: 'EU West', credentials: KEY }),
  () => aws({ region: 'eu-west-1', credentials: wrongly({ accessKeyId: 7 }) }),
  () => aws({ region: 'eu-west-1', credentials: { ...KEY, accessKeyId: 'a b' } }),
  () => aws({ region: 'eu-west-1', credentials: wrongly('key') }),
  () => aws({ region: 'eu-west-1', credentials: KEY, endpoint: 'https://user@host/' }),
  () => aws({ region: 'eu-west-1', credentials: KEY, endpoint: 'https://host', fips: true }),
  () => aws({ region: 'eu-west-1', credentials: KEY, endpoint: 'https://host', dualStack: true }),
  () => aws(wrongly({ region: 'eu-west-1', credentials: KEY, colour: 'red' })),
  () => quilibrium({ region: 'EU West', credentials: KEY }),
  () => alibaba({ ...ALIBABA, region: 'hangzhou' }),
  () => alibaba({ ...ALIBABA, credentials: wrongly('key') }),
  () => alibaba({ ...ALIBABA, network: wrongly('dark') }),
  () => alibaba({ ...ALIBABA, network: 'vpc', endpoint: 'https://host' }),
  () => alibaba({ ...ALIBABA, network: 'vpc', region: 'cn-hangzhou-finance' }),
  () => huawei({ ...HUAWEI, region: '' }),
  () => otc({ ...HUAWEI, region: '' }),
  // Environment.
  () => awsProfile('', { AWS_REGION: '' }),
  () => awsProfile('', { AWS_SECRET_ACCESS_KEY: 'x' }),
  () => awsProfile('', { AWS_ACCESS_KEY_ID: 'x' }),
  () => awsProfile('[default]\nrole_arn = r\n'),
  () => awsProfile('[default]\n'),
  () => awsProfile(undefined),
  alibabaEnvironment,
  () => readHuaweiEnvironment({}, {}),
  () => readOtcEnvironment({ OS_REGION: 'eu-de' }, {}),
  () => readQuilibriumEnvironment({}, {}),
  // Credentials and login.
  () => answered(huawei({ ...HUAWEI, credentials: () => Promise.reject(new Error('odd')) })).describeKey({ keyId }),
  () => answered(huawei({ ...HUAWEI, credentials: { accessKey: '', secretKey: 'x' } })).describeKey({ keyId }),
  () => answered(huawei({ ...HUAWEI, credentials: wrongly({}) })).describeKey({ keyId }),
  () => atIam(LOGIN, 401, {}),
  () => atIam(LOGIN, 201, {}),
  () => atIam(V1_KEY, 403, {}),
  () => atIam(V1_KEY, 200, {}),
  () => atIam(V1_KEY, 200, { projects: [] }),
  // AWS and Q-KMS.
  () => onAws().raw('no action'),
  () => onAws().listRetirableGrants(),
  () => onAws().encrypt({ keyId, plaintext: bytes, algorithm: 'RSAES_OAEP_SHA_256', context: { a: '1' } }),
  () => onAws().createKey({ spec: 'AES_192' }),
  () => onAws({ Plaintext: 'AAAA', KeyId: keyId }).decryptDataKey({ keyId, ciphertext: bytes }),
  () => onQuilibrium({ Aliases: [] }).encrypt({ keyId: 'alias/none', plaintext: bytes }),
  () => onQuilibrium({ Aliases: [] }).describeKey({ keyId: 'alias/none' }),
  () => onQuilibrium({ KeyId: keyId, PublicKey: 'AAAA', KeySpec: 'ECC_NIST_P256' }).getPublicKey({ keyId }),
  () => onQuilibrium({ KeyId: keyId, Signature: 'AAAA' }).sign({ keyId, message: bytes, algorithm: 'ECDSA_SHA_256' }),
  // Alibaba Cloud.
  () => onAlibaba().encrypt({ keyId, plaintext: bytes, ...LONG }),
  () => onAlibaba().reEncrypt({ ciphertext: bytes, destinationKeyId: keyId, destinationAlgorithm: 'SM2PKE' }),
  () =>
    onAlibaba({ KeyId: other, CiphertextBlob: 'AAAA', KeyMetadata: { KeyId: other } }).reEncrypt({
      ciphertext: bytes,
      sourceKeyId: keyId,
      destinationKeyId: keyId,
    }),
  () => onAlibaba().encrypt({ keyId, plaintext: bytes, keyVersionId: 'v' }),
  () => onAlibaba().encrypt({ keyId, plaintext: bytes, algorithm: 'SM2PKE', context: { a: '1' } }),
  () => onAlibaba().decrypt({ ciphertext: bytes, algorithm: 'SM2PKE' }),
  () => onAlibaba({ KeyId: other, Plaintext: 'AAAA' }).decrypt({ keyId, ciphertext: bytes }),
  () => onAlibaba({ KeyId: keyId, Plaintext: 'AAAA' }).decryptDataKey({ keyId, ciphertext: bytes }),
  () => onAlibaba().setDeletionProtection({ keyId, enabled: false, description: 'why' }),
  () => onAlibaba().listKeys({ filter: { origins: ['EXTERNAL'] } }),
  () => onAlibaba().listKeys({ filter: { states: ['Frozen'] } }),
  () => onAlibaba().listKeys({ cursor: 'x' }),
  () => onAlibaba().listKeys({ cursor: '2x10', limit: 20 }),
  () => onAlibaba(versions()).sign({ keyId, digest: Buffer.alloc(32), algorithm: 'ECDSA_SHA_256' }),
  () =>
    onAlibaba(versions('a', 'b')).verify({
      keyId,
      digest: Buffer.alloc(32),
      signature: bytes,
      algorithm: 'ECDSA_SHA_256',
    }),
  () => onAlibaba().sign({ keyId, digest: bytes, algorithm: 'ECDSA_SHA_256', keyVersionId: 'v' }),
  () =>
    onAlibaba({ KeyId: keyId, KeyVersionId: 'v', PublicKey: P256 }).sign({
      keyId,
      message: bytes,
      algorithm: 'SM2DSA',
      keyVersionId: 'v',
    }),
  () => onAlibaba({ KeyMetadata: { ...ALIBABA_KEY, RotationInterval: 'often' } }).getKeyRotationStatus({ keyId }),
  protectedKey,
  () => onAlibaba({ KeyId: keyId, KeyVersionId: 'v', PublicKey: 'none' }).getPublicKey({ keyId, keyVersionId: 'v' }),
  () => onAlibaba().updateKeyDescription({ keyId: 'alias/orders', description: '' }),
  () => onAlibaba().createKey({ spec: 'AES_192' }),
  () => answered(alibaba({ ...ALIBABA, plaintextEncoding: 'utf8' })).encrypt({ keyId, plaintext: Buffer.of(255) }),
  () => onAlibaba({ KeyId: keyId, Plaintext: 'a secret' }).decrypt({ ciphertext: bytes }),
  // Huawei Cloud and Open Telekom Cloud.
  () => onHuawei().raw('No Action'),
  () => onHuawei().encrypt({ keyId, plaintext: bytes, ...LONG }),
  () => onOtc().encrypt({ keyId, plaintext: bytes, ...LONG }),
  () => onHuawei().encrypt({ keyId, plaintext: bytes, algorithm: 'SM2PKE', context: { a: '1' } }),
  () => onHuawei().decrypt({ ciphertext: sealed, algorithm: 'SM2PKE' }),
  () => onHuawei({ key_id: other, plain_text: 'AAAA' }).decrypt({ keyId, ciphertext: sealed }),
  () => onHuawei().createKey({ origin: 'KEY_STORE' }),
  () => onHuawei().createKey({ spec: 'AES_192' }),
  () => onHuawei({ aliases: [], page_info: {} }).deleteAlias({ alias: 'alias/none' }),
  () => onHuawei().listKeys({ filter: { usages: ['SIGN_VERIFY'] } }),
  () => onHuawei().listKeys({ filter: { states: ['Frozen'] } }),
  () => onOtc().listKeys({ filter: { specs: ['AES_256'] } }),
  () => onHuawei().listKeys({ filter: { specs: ['AES_256', 'SM4'] } }),
  () => onHuawei().retireGrant({ grantId: 'g' }),
  () => onHuawei().updateKeyDescription({ keyId: 'alias/orders', description: '' }),
  () => onHuawei().describeKey({ keyId: 'a/b' }),
  () => onHuawei().listKeyTags({ keyId: '..' }),
  () => onOtc().generateDataKey({ keyId, spec: 'AES_256' }),
  () => onOtc({ random_data: 'abcd' }).generateRandom({ lengthBytes: 64 }),
  () => onHuawei().sign({ keyId, message: bytes, algorithm: 'SM2DSA' }),
  () => onHuawei().replicateKey({ keyId, region: 'eu-de' }),
  () => onHuawei().getParametersForImport({ keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'SM2' }),
  () => onHuawei({ key_id: keyId, plain_text: 'a secret' }).decrypt({ ciphertext: sealed }),
  () =>
    onHuawei({ data_key: 'aa', datakey_length: '1', datakey_dgst: '00' }).decryptDataKey({
      keyId,
      ciphertext: bytes,
    }),
  () =>
    onHuawei({ data_key: 'aa'.repeat(32), datakey_length: '32', datakey_dgst: '00' }).decryptDataKey({
      keyId,
      ciphertext: bytes,
    }),
  () => onHuawei({ key_id: keyId, plain_text: 'aa', cipher_text: 'aa' }).generateDataKey({ keyId }),
  () => onHuawei(HUAWEI_KEY).importKeyMaterial({ keyId, importToken: bytes, encryptedMaterial: Buffer.alloc(600) }),
  () => answered(huawei({ ...HUAWEI, plaintextEncoding: 'utf8' })).encrypt({ keyId, plaintext: Buffer.of(255) }),
  () =>
    answered(huawei({ ...HUAWEI, contextEncoding: 'encryption_context' })).reEncrypt({
      ciphertext: sealed,
      sourceKeyId: keyId,
      destinationKeyId: keyId,
      sourceContext: { a: '1' },
      lengthBytes: 32,
    }),
  () => onHuawei().reEncrypt({ ciphertext: sealed, sourceAlgorithm: 'SM2PKE', destinationKeyId: keyId }),
]
