import { constants, createHash, createPublicKey, publicEncrypt, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { supports } from '../../conformance/simulators/shared/crypto/specs.ts'
import { alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// Key pairs, MAC keys, ReEncrypt, DryRun; signatures and ciphertexts are checked with node:crypto.

const bench = () => {
  const simulator = createAlibabaSimulator()
  const tester = alibabaWireTester(alibabaWire(simulator.fetch))
  const pair = async (input: Record<string, string>) => {
    const KeyId = await tester.createKey(input)
    const [KeyVersionId = ''] = await tester.versionsOf(KeyId)
    const { PublicKey } = await tester.succeeds('GetPublicKey', { KeyId, KeyVersionId })
    return { named: { KeyId, KeyVersionId }, pem: String(PublicKey) }
  }
  return { simulator, ...tester, pair }
}
const MESSAGE = Buffer.from('order 7')
const Digest = createHash('sha256').update(MESSAGE).digest('base64')
const SECRET = Buffer.from('a secret').toString('base64')

describe('AsymmetricSign', () => {
  it.each([
    ['RSA_2048', 'RSA_PSS_SHA_256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
    ['RSA_2048', 'RSA_PKCS1_SHA_256', { padding: constants.RSA_PKCS1_PADDING }],
    ['EC_P256', 'ECDSA_SHA_256', { dsaEncoding: 'der' }],
    ['EC_P256K', 'ECDSA_SHA_256', { dsaEncoding: 'der' }],
  ] as const)('signs for %s with %s as OpenSSL verifies', async (KeySpec, Algorithm, options) => {
    const { pair, succeeds } = bench()
    const { named, pem } = await pair({ KeySpec, KeyUsage: 'SIGN/VERIFY' })
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END PUBLIC KEY-----\n$/)
    const signed = await succeeds('AsymmetricSign', { ...named, Algorithm, Digest })
    expect(signed).toEqual({ ...named, Value: expect.any(String) })
    const Value = String(signed['Value'])
    expect(verify('sha256', MESSAGE, { key: createPublicKey(pem), ...options }, Buffer.from(Value, 'base64'))).toBe(
      true,
    )
    expect(await succeeds('AsymmetricVerify', { ...named, Algorithm, Digest, Value })).toEqual({
      ...named,
      Value: true,
    })
    const other = Buffer.alloc(32).toString('base64')
    const judged = await succeeds('AsymmetricVerify', { ...named, Algorithm, Digest: other, Value })
    expect(judged).toEqual({ ...named, Value: false })
    expect(await succeeds('AsymmetricVerify', { ...named, Algorithm, Digest, Value: SECRET })).toMatchObject({
      Value: false,
    })
  })

  it.runIf(supports('SM2'))('signs with SM2', async () => {
    const { pair, succeeds } = bench()
    const { named } = await pair({ KeySpec: 'EC_SM2' })
    const input = { ...named, Algorithm: 'SM2DSA', Digest }
    const { Value } = await succeeds('AsymmetricSign', input)
    expect(await succeeds('AsymmetricVerify', { ...input, Value: String(Value) })).toMatchObject({ Value: true })
    const other = { ...input, Digest: Buffer.alloc(32).toString('base64'), Value: String(Value) }
    expect(await succeeds('AsymmetricVerify', other)).toMatchObject({ Value: false })
  })

  it('wants a digest of 32 bytes, a version of the key, an algorithm that fits, a key made for it', async () => {
    const { pair, createKey, versionsOf, refuses } = bench()
    const { named } = await pair({ KeySpec: 'EC_P256' })
    const sign = (input: Record<string, string>, status: number, code: string, text?: string) =>
      refuses('AsymmetricSign', { ...named, Algorithm: 'ECDSA_SHA_256', Digest, ...input }, status, code, text)
    await sign({ Digest: SECRET }, 400, 'InvalidParameter')
    await sign({ Digest: 'x' }, 400, 'InvalidParameter')
    await sign({ Algorithm: 'RSA' }, 400, 'InvalidParameter')
    await sign({ Algorithm: 'SM2DSA' }, 400, 'Rejected.UnsupportedOperation', 'Unsupported operation.')
    const symmetric = await createKey()
    const [foreign = ''] = await versionsOf(symmetric)
    await sign({ KeyVersionId: foreign }, 404, 'Forbidden.KeyVersionNotFound')
    await sign({ KeyId: symmetric, KeyVersionId: foreign }, 400, 'Rejected.UnsupportedOperation')
    await sign(
      { KeyVersionId: '' },
      400,
      'MissingParameter',
      'The parameter "KeyVersionId" is needed but not provided.',
    )
    const encrypting = await pair({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT/DECRYPT' })
    await sign({ ...encrypting.named, Algorithm: 'RSA_PSS_SHA_256' }, 400, 'Rejected.UnsupportedOperation')
  })
})

describe('AsymmetricEncrypt', () => {
  const hashes = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' } as const

  it.each([
    ['RSA_2048', 'RSAES_OAEP_SHA_256', 190],
    ['RSA_2048', 'RSAES_OAEP_SHA_1', 214],
    ['RSA_3072', 'RSAES_OAEP_SHA_256', 318],
  ] as const)('works for %s with %s up to %i bytes, both ways with OpenSSL', async (KeySpec, Algorithm, most) => {
    const { pair, succeeds, refuses } = bench()
    const { named, pem } = await pair({ KeySpec, KeyUsage: 'ENCRYPT/DECRYPT' })
    const of = (bytes: number) => ({ ...named, Algorithm, Plaintext: Buffer.alloc(bytes, 9).toString('base64') })
    const { CiphertextBlob } = await succeeds('AsymmetricEncrypt', of(most))
    expect(Buffer.from(String(CiphertextBlob), 'base64')).toHaveLength(Number(KeySpec.slice(4)) / 8)
    const opened = await succeeds('AsymmetricDecrypt', { ...named, Algorithm, CiphertextBlob: String(CiphertextBlob) })
    expect(opened).toEqual({ ...named, Plaintext: of(most).Plaintext })
    await refuses('AsymmetricEncrypt', of(most + 1), 400, 'InvalidParameter')
    const oaep = { key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hashes[Algorithm] }
    const outside = publicEncrypt(oaep, Buffer.from(SECRET, 'base64')).toString('base64')
    const decrypt = { ...named, Algorithm, CiphertextBlob: outside }
    expect(await succeeds('AsymmetricDecrypt', decrypt)).toMatchObject({ Plaintext: SECRET })
    await refuses('AsymmetricDecrypt', { ...decrypt, CiphertextBlob: SECRET }, 400, 'InvalidParameter')
    await refuses('AsymmetricEncrypt', { ...of(1), Algorithm: 'SM2PKE' }, 400, 'Rejected.UnsupportedOperation')
  })

  it.runIf(supports('SM2'))('works with SM2 up to 6047 bytes', async () => {
    const { pair, succeeds, refuses } = bench()
    const { named } = await pair({ KeySpec: 'EC_SM2', KeyUsage: 'ENCRYPT/DECRYPT' })
    const of = (bytes: number) => ({
      ...named,
      Algorithm: 'SM2PKE',
      Plaintext: Buffer.alloc(bytes, 9).toString('base64'),
    })
    const { CiphertextBlob } = await succeeds('AsymmetricEncrypt', of(6_047))
    const decrypt = { ...named, Algorithm: 'SM2PKE', CiphertextBlob: String(CiphertextBlob) }
    expect(await succeeds('AsymmetricDecrypt', decrypt)).toMatchObject({ Plaintext: of(6_047).Plaintext })
    await refuses('AsymmetricEncrypt', of(6_048), 400, 'InvalidParameter')
  })

  it('is not for keys that sign', async () => {
    const { pair, refuses } = bench()
    const { named } = await pair({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN/VERIFY' })
    const input = { ...named, Algorithm: 'RSAES_OAEP_SHA_1', Plaintext: SECRET }
    await refuses('AsymmetricEncrypt', input, 400, 'Rejected.UnsupportedOperation', 'Unsupported operation.')
  })
})

describe('ReEncrypt', () => {
  it('moves a ciphertext to another key and context, and tells the key that opened it', async () => {
    const { createKey, succeeds, refuses } = bench()
    const [from, to] = [await createKey(), await createKey()]
    const sealed = await succeeds('Encrypt', { KeyId: from, Plaintext: SECRET, EncryptionContext: '{"a":"1"}' })
    const source = { CiphertextBlob: String(sealed['CiphertextBlob']), DestinationKeyId: to }
    const moved = await succeeds('ReEncrypt', {
      ...source,
      SourceEncryptionContext: '{"a":"1"}',
      DestinationEncryptionContext: '{"b":"2"}',
    })
    expect(moved).toMatchObject({ KeyId: from, KeyVersionId: sealed['KeyVersionId'] })
    const opened = { CiphertextBlob: String(moved['CiphertextBlob']), EncryptionContext: '{"b":"2"}' }
    expect(await succeeds('Decrypt', opened)).toMatchObject({ KeyId: to, Plaintext: SECRET })
    await refuses('ReEncrypt', source, 400, 'InvalidParameter')
    await refuses('ReEncrypt', { ...source, DestinationKeyId: 'alias/x' }, 400, 'Unsupported.Alias')
    await refuses('ReEncrypt', { ...source, DestinationKeyId: 'none' }, 404, 'Forbidden.KeyNotFound')
  })

  it('takes a public-key ciphertext whose key, version and algorithm are named', async () => {
    const { pair, createKey, succeeds, refuses } = bench()
    const { named } = await pair({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT/DECRYPT' })
    const DestinationKeyId = await createKey()
    const Algorithm = 'RSAES_OAEP_SHA_256'
    const sealed = await succeeds('AsymmetricEncrypt', { ...named, Algorithm, Plaintext: SECRET })
    const input = { CiphertextBlob: String(sealed['CiphertextBlob']), DestinationKeyId, SourceKeyId: named.KeyId }
    const full = { ...input, SourceKeyVersionId: named.KeyVersionId, SourceEncryptionAlgorithm: Algorithm }
    const moved = await succeeds('ReEncrypt', full)
    expect(moved).toMatchObject(named)
    const opened = await succeeds('Decrypt', { CiphertextBlob: String(moved['CiphertextBlob']) })
    expect(opened).toMatchObject({ KeyId: DestinationKeyId, Plaintext: SECRET })
    await refuses('ReEncrypt', input, 400, 'MissingParameter')
  })
})

describe('a MAC', () => {
  const macs = ['HMAC_SHA_224', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512', 'HMAC_SM3'] as const

  it.each(macs)('of %s is verified by its key alone', async (spec) => {
    const { simulator, succeeds, refuses } = bench()
    const [KeyId, other] = [simulator.control.putKey({ spec }).keyId, simulator.control.putKey({ spec }).keyId]
    const input = { KeyId, Algorithm: spec, Message: SECRET }
    const made = await succeeds('GenerateMac', input)
    expect(made).toEqual({ KeyId, Algorithm: spec, Mac: expect.any(String) })
    const Mac = String(made['Mac'])
    expect(await succeeds('VerifyMac', { ...input, Mac })).toEqual({ KeyId, Algorithm: spec, Value: true })
    expect(await succeeds('VerifyMac', { ...input, KeyId: other, Mac })).toMatchObject({ Value: false })
    const wrong = spec === 'HMAC_SM3' ? 'HMAC_SHA_256' : 'HMAC_SM3'
    await refuses('GenerateMac', { ...input, Algorithm: wrong }, 400, 'Rejected.UnsupportedOperation')
  })
})

describe('DryRun', () => {
  it('always fails, and says how the call would have ended', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    await succeeds('Encrypt', { KeyId, Plaintext: SECRET, DryRun: false })
    await refuses('Encrypt', { KeyId, Plaintext: SECRET, DryRun: true }, 400, 'DryRunOperationError')
    await refuses('Encrypt', { KeyId, DryRun: true }, 400, 'ValidationError')
    await refuses('GenerateDataKey', { KeyId, NumberOfBytes: 0, DryRun: true }, 400, 'ValidationError')
    await refuses('GenerateDataKey', { KeyId: 'none', DryRun: true }, 404, 'Forbidden.KeyNotFound')
    await succeeds('DisableKey', { KeyId, DryRun: true })
    await refuses('GenerateDataKey', { KeyId, DryRun: true }, 409, 'Rejected.Disabled')
  })
})
