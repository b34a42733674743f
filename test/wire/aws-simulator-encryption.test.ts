import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester, constraint, type WireKey } from '../support/aws-wire.ts'

// Every row is an answer of the real service: [R] recorded in localstack/localstack
// tests/aws/services/kms/test_kms.snapshot.json under the test named, [F] measured in us-east-1 by floci-io/floci
// KmsIntegrationTest.java (pull request 3968), [I] quoted in the public issue named. Rows without a mark are ours.

const simulator = createAwsSimulator({ seed: 'encryption' })
const call = awsWire(simulator.fetch)
const { createKey, refuses, succeeds } = awsWireTester(call)
const text = new Uint8Array(Buffer.from('some important message'))
const unknownId = '11111111-2222-4333-8444-555555555555'
const incompatible = (algorithm: string, spec: string) =>
  `Algorithm ${algorithm} is incompatible with key spec ${spec}.`

describe('GenerateRandom', () => {
  test('needs NumberOfBytes [R test_generate_random_invalid_number_of_bytes]', async () => {
    await refuses('GenerateRandom', {}, 'ValidationException', 'NumberOfBytes is required.')
  })

  test.each([
    [0, 'have value greater than or equal to 1'],
    [1025, 'have value less than or equal to 1024'],
  ])('refuses %i bytes [R test_generate_random_invalid_number_of_bytes]', async (NumberOfBytes, rule) => {
    const message = constraint(`'${NumberOfBytes}'`, 'numberOfBytes', rule)
    await refuses('GenerateRandom', { NumberOfBytes }, 'ValidationException', message)
  })

  test.each([1, 1024])('gives %i bytes', async (NumberOfBytes) => {
    const { Plaintext } = await succeeds('GenerateRandom', { NumberOfBytes })
    expect(Buffer.from(String(Plaintext), 'base64').length).toBe(NumberOfBytes)
  })
})

describe('Encrypt with an RSA key', () => {
  test.each([
    ['RSA_2048', { RSAES_OAEP_SHA_1: 214, RSAES_OAEP_SHA_256: 190 }],
    ['RSA_3072', { RSAES_OAEP_SHA_1: 342, RSAES_OAEP_SHA_256: 318 }],
    ['RSA_4096', { RSAES_OAEP_SHA_1: 470, RSAES_OAEP_SHA_256: 446 }],
  ])(
    '%s takes at most %o bytes [R test_encrypt_validate_plaintext_size_per_key_type]',
    async (spec, limits) => {
      const { keyId: KeyId } = simulator.control.putKey({ spec, usage: 'ENCRYPT_DECRYPT' })
      for (const [algorithm, limit] of Object.entries(limits)) {
        const input = { KeyId, EncryptionAlgorithm: algorithm }
        await succeeds('Encrypt', { ...input, Plaintext: new Uint8Array(limit) })
        const message = `Algorithm ${algorithm} and key spec ${spec} cannot encrypt data larger than ${limit} bytes.`
        await refuses('Encrypt', { ...input, Plaintext: new Uint8Array(limit + 1) }, 'ValidationException', message)
      }
    },
    60_000,
  )
})

describe('Encrypt and Decrypt', () => {
  let symmetric: WireKey
  let other: WireKey
  let rsa: WireKey
  let blob: Uint8Array

  beforeAll(async () => {
    rsa = await createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
  })

  beforeEach(async () => {
    symmetric = await createKey()
    other = await createKey()
    const context = { tenant: '42' }
    const { CiphertextBlob } = await succeeds('Encrypt', {
      KeyId: symmetric.id,
      Plaintext: text,
      EncryptionContext: context,
    })
    blob = new Uint8Array(Buffer.from(String(CiphertextBlob), 'base64'))
  })

  test('4097 bytes are too many [R test_plaintext_size_for_encrypt]', async () => {
    const message =
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"
    await refuses('Encrypt', { KeyId: symmetric.id, Plaintext: new Uint8Array(4097) }, 'ValidationException', message)
    await succeeds('Encrypt', { KeyId: symmetric.id, Plaintext: new Uint8Array(4096) })
  })

  test('the context must be the same [R test_encrypt_decrypt_encryption_context]', async () => {
    await refuses('Decrypt', { CiphertextBlob: blob }, 'InvalidCiphertextException')
    await refuses(
      'Decrypt',
      { CiphertextBlob: blob, EncryptionContext: { Tenant: '42' } },
      'InvalidCiphertextException',
    )
    const decrypted = await succeeds('Decrypt', { CiphertextBlob: blob, EncryptionContext: { tenant: '42' } })
    expect(decrypted).toMatchObject({ KeyId: symmetric.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    expect(decrypted['KeyMaterialId']).toMatch(/^[0-9a-f]{64}$/)
    expect(Buffer.from(String(decrypted['Plaintext']), 'base64')).toEqual(Buffer.from(text))
  })

  test('a tampered, lengthened or foreign blob has no message [R test_key_rotations_encryption_decryption] [F]', async () => {
    const EncryptionContext = { tenant: '42' }
    const tampered = blob.map((byte, index) => (index === blob.length - 20 ? byte ^ 1 : byte))
    for (const CiphertextBlob of [tampered, new Uint8Array([...blob, 1]), blob.subarray(3), text])
      await refuses('Decrypt', { CiphertextBlob, EncryptionContext }, 'InvalidCiphertextException')
  })

  test('another key is the incorrect key, of whatever kind and state [R test_error_messaging_for_invalid_keys] [F]', async () => {
    const hmac = await createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const external = await createKey({ Origin: 'EXTERNAL' })
    await succeeds('DisableKey', { KeyId: other.id })
    const message = 'The key ID in the request does not identify a CMK that can perform this operation.'
    for (const key of [other, rsa, hmac, external]) {
      const input = { CiphertextBlob: blob, EncryptionContext: { tenant: '42' } }
      await refuses('Decrypt', { ...input, KeyId: key.id }, 'IncorrectKeyException', message)
      const reEncrypt = { CiphertextBlob: blob, SourceEncryptionContext: { tenant: '42' }, SourceKeyId: key.id }
      await refuses('ReEncrypt', { ...reEncrypt, DestinationKeyId: symmetric.id }, 'IncorrectKeyException', message)
    }
  })

  test('the key of a blob is named by id, ARN or alias', async () => {
    await succeeds('CreateAlias', { AliasName: 'alias/named', TargetKeyId: symmetric.id })
    const aliasArn = symmetric.arn.replace(/key\/.*/, 'alias/named')
    for (const KeyId of [symmetric.id, symmetric.arn, 'alias/named', aliasArn])
      await succeeds('Decrypt', { CiphertextBlob: blob, EncryptionContext: { tenant: '42' }, KeyId })
    await succeeds('DeleteAlias', { AliasName: 'alias/named' })
  })

  test('a blob of a key that is not here is denied', async () => {
    const message =
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.'
    const { status, body } = await call('Decrypt', { CiphertextBlob: blob }, { region: 'eu-central-1' })
    expect({ status, body }).toEqual({ status: 400, body: { __type: 'AccessDeniedException', message } })
  })

  test('an RSA key takes no default algorithm [F] [I zalando/spring-cloud-config-aws-kms 82]', async () => {
    await refuses(
      'Encrypt',
      { KeyId: rsa.id, Plaintext: text },
      'InvalidKeyUsageException',
      incompatible('SYMMETRIC_DEFAULT', 'RSA_2048'),
    )
  })

  test('an RSA ciphertext under the default algorithm is no blob [F]', async () => {
    const { CiphertextBlob } = await succeeds('Encrypt', {
      KeyId: rsa.id,
      Plaintext: text,
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
    })
    await refuses('Decrypt', { KeyId: rsa.id, CiphertextBlob }, 'InvalidCiphertextException')
    const garbage = { KeyId: rsa.id, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }
    await refuses('Decrypt', { ...garbage, CiphertextBlob: new Uint8Array(256) }, 'InvalidCiphertextException')
    await refuses('Decrypt', { ...garbage, CiphertextBlob: new Uint8Array(9) }, 'InvalidCiphertextException')
    await refuses(
      'Decrypt',
      { KeyId: rsa.id, CiphertextBlob, EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' },
      'InvalidCiphertextException',
    )
  })

  test('an asymmetric key takes no context [F]', async () => {
    const message = 'EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.'
    const input = { KeyId: rsa.id, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256', EncryptionContext: { a: 'b' } }
    await refuses('Encrypt', { ...input, Plaintext: text }, 'ValidationException', message)
    await refuses('Decrypt', { ...input, CiphertextBlob: new Uint8Array(256) }, 'ValidationException', message)
    await succeeds('Encrypt', { ...input, EncryptionContext: {}, Plaintext: text })
  })

  test('unknown algorithms are named [F]', async () => {
    const rule = 'satisfy enum value set: [RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE, SYMMETRIC_DEFAULT]'
    const message = constraint("'AES'", 'encryptionAlgorithm', rule)
    const input = { KeyId: unknownId, EncryptionAlgorithm: 'AES' }
    await refuses('Encrypt', { ...input, Plaintext: text }, 'ValidationException', message)
    await refuses('Decrypt', { ...input, CiphertextBlob: text }, 'ValidationException', message)
  })

  test('a missing plaintext is reported without the word null, a missing ciphertext with it [F]', async () => {
    const plaintext =
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must not be null"
    await refuses('Encrypt', { KeyId: symmetric.id }, 'ValidationException', plaintext)
    await refuses('Decrypt', {}, 'ValidationException', constraint('null', 'ciphertextBlob', 'not be null'))
  })

  test('Encrypt returns no KeyMaterialId [R]', async () => {
    const body = await succeeds('Encrypt', { KeyId: symmetric.id, Plaintext: text })
    expect(Object.keys(body).toSorted()).toEqual(['CiphertextBlob', 'EncryptionAlgorithm', 'KeyId'])
  })

  test('a dry run without ciphertext must name the key and must be a dry run', async () => {
    const modified = { DryRunModifiers: ['IGNORE_CIPHERTEXT'] }
    const { body: noDryRun } = await call('Decrypt', { ...modified, KeyId: symmetric.id })
    expect(noDryRun['__type']).toBe('ValidationException')
    const { body: noKey } = await call('Decrypt', { ...modified, DryRun: true })
    expect(noKey['__type']).toBe('ValidationException')
    const { body } = await call('Decrypt', { ...modified, DryRun: true, KeyId: symmetric.id })
    expect(body['__type']).toBe('DryRunOperationException')
  })
})
