import { describe, expect, test } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester, constraint, type WireKey } from '../support/aws-wire.ts'

// Every row is an answer of the real service: [R] recorded in localstack/localstack
// tests/aws/services/kms/test_kms.snapshot.json under the test named, [F] measured in us-east-1 by floci-io/floci
// KmsIntegrationTest.java (pull request 3968), [I] quoted in the public issue named. Rows without a mark are ours.

const simulator = createAwsSimulator({ seed: 'crypto' })
const call = awsWire(simulator.fetch)
const { createKey, refuses, succeeds } = awsWireTester(call)
const text = new Uint8Array(Buffer.from('some important message'))
const unknownId = '11111111-2222-4333-8444-555555555555'
const wrongUsage = (key: WireKey, usage: string, operation: string) =>
  `${key.arn} key usage is ${usage} which is not valid for ${operation}.`

describe('GenerateDataKey', () => {
  const operations = ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'] as const

  test.each(operations)(
    '%s wants exactly one of length and spec, before it looks at the key [F]',
    async (operation) => {
      const message = 'Please specify either number of bytes or key spec.'
      const disabled = simulator.control.putKey({ state: 'Disabled' })
      const signer = simulator.control.putKey({ spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' })
      for (const { keyId: KeyId } of [disabled, signer]) {
        await refuses(operation, { KeyId }, 'ValidationException', message)
        await refuses(operation, { KeyId, KeySpec: 'AES_256', NumberOfBytes: 32 }, 'ValidationException', message)
      }
    },
  )

  test.each([
    [{ KeySpec: 'AES_256' }, 32],
    [{ KeySpec: 'AES_128' }, 16],
    [{ NumberOfBytes: 1 }, 1],
    [{ NumberOfBytes: 1024 }, 1024],
  ])('gives for %o a key of %i bytes', async (size, length) => {
    const key = await createKey()
    const body = await succeeds('GenerateDataKey', { KeyId: key.id, ...size })
    expect(Buffer.from(String(body['Plaintext']), 'base64').length).toBe(length)
    const { CiphertextBlob } = body
    expect((await succeeds('Decrypt', { CiphertextBlob }))['Plaintext']).toBe(body['Plaintext'])
    expect(body['KeyMaterialId']).toMatch(/^[0-9a-f]{64}$/)
  })

  test('binds its context too [R test_encryption_context_generate_data_key]', async () => {
    const key = await createKey()
    const input = { KeyId: key.id, KeySpec: 'AES_256', EncryptionContext: { a: 'b' } }
    const { CiphertextBlob, Plaintext } = await succeeds('GenerateDataKeyWithoutPlaintext', input)
    expect(Plaintext).toBeUndefined()
    await refuses('Decrypt', { CiphertextBlob }, 'InvalidCiphertextException')
  })

  test('is refused with an RSA key [F]', async () => {
    const { keyId: KeyId } = simulator.control.putKey({ spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' })
    const message = 'You cannot generate a data key with an asymmetric CMK'
    await refuses('GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, 'InvalidKeyUsageException', message)
  })

  test('names the specs of CreateKey when it refuses one [F] [I boto/boto3 3428]', async () => {
    const { body } = await call('GenerateDataKey', { KeyId: unknownId, KeySpec: 'RSA_2048' })
    expect(body['__type']).toBe('ValidationException')
    expect(body['message']).toMatch(
      /^1 validation error detected: Value 'RSA_2048' at 'keySpec' failed .*enum value set: \[.*SYMMETRIC_DEFAULT/,
    )
  })
})

describe('GenerateDataKeyPair', () => {
  const operations = ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'] as const

  test.each(operations)('%s answers a dry run [R test_generate_data_key_pair_dry_run]', async (operation) => {
    const key = await createKey()
    const message = 'The request would have succeeded, but the DryRun option is set.'
    const input = { KeyId: key.id, KeyPairSpec: 'RSA_2048', DryRun: true }
    await refuses(operation, input, 'DryRunOperationException', message)
  })

  test('wraps with symmetric keys only, and not with those of custom key stores', async () => {
    const rsa = simulator.control.putKey({ spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' })
    const stored = simulator.control.putKey({ state: 'Unavailable' })
    const pair = { KeyPairSpec: 'ECC_NIST_P256' }
    const { body } = await call('GenerateDataKeyPair', { ...pair, KeyId: rsa.keyId })
    expect(body['__type']).toBe('InvalidKeyUsageException')
    const message = `${stored.arn} origin is AWS_CLOUDHSM which is not valid for this operation.`
    await refuses('GenerateDataKeyPair', { ...pair, KeyId: stored.keyId }, 'UnsupportedOperationException', message)
  })

  test('makes SM2 pairs in the China Regions only', async () => {
    const key = await createKey()
    const { body } = await call('GenerateDataKeyPair', { KeyId: key.id, KeyPairSpec: 'SM2' })
    expect(body['__type']).toBe('UnsupportedOperationException')
    const region = 'cn-north-1'
    const { keyId: KeyId } = simulator.control.putKey({ region })
    const china = await call('GenerateDataKeyPair', { KeyId, KeyPairSpec: 'SM2' }, { region })
    expect(china.status).toBe(200)
  })
})

describe('key usage', () => {
  test('comes with the ARN, the usage and the operation [R test_error_messaging_for_invalid_keys]', async () => {
    const symmetric = await createKey()
    const hmac = await createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const rsa = await createKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })
    const cases: readonly [string, WireKey, string, object][] = [
      ['GenerateMac', symmetric, 'ENCRYPT_DECRYPT', { Message: text, MacAlgorithm: 'HMAC_SHA_256' }],
      ['Sign', hmac, 'GENERATE_VERIFY_MAC', { Message: text, SigningAlgorithm: 'RSASSA_PSS_SHA_256' }],
      ['Verify', symmetric, 'ENCRYPT_DECRYPT', { Message: text, Signature: text, SigningAlgorithm: 'ECDSA_SHA_256' }],
      ['Encrypt', rsa, 'SIGN_VERIFY', { Plaintext: text }],
      ['GenerateDataKeyWithoutPlaintext', rsa, 'SIGN_VERIFY', { KeySpec: 'AES_256' }],
    ]
    for (const [operation, key, usage, input] of cases)
      await refuses(
        operation,
        { KeyId: key.id, ...input },
        'InvalidKeyUsageException',
        wrongUsage(key, usage, operation),
      )
  })

  test('is checked before the state [F]', async () => {
    const hmac = await createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const message = wrongUsage(hmac, 'GENERATE_VERIFY_MAC', 'Sign')
    const input = { KeyId: hmac.id, Message: text, SigningAlgorithm: 'ECDSA_SHA_256' }
    await succeeds('DisableKey', { KeyId: hmac.id })
    await refuses('Sign', input, 'InvalidKeyUsageException', message)
    await succeeds('ScheduleKeyDeletion', { KeyId: hmac.id })
    await refuses('Sign', input, 'InvalidKeyUsageException', message)
  })
})

describe('key state', () => {
  /** One call of each operation that its key would answer if it were enabled. */
  const calls: readonly [operation: string, spec: string, usage: string, input: object][] = [
    ['Encrypt', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', { Plaintext: text }],
    ['Encrypt', 'RSA_2048', 'ENCRYPT_DECRYPT', { Plaintext: text }],
    ['GenerateDataKey', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', { KeySpec: 'AES_256' }],
    ['GenerateDataKeyWithoutPlaintext', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', { KeySpec: 'AES_256' }],
    ['GenerateDataKeyPair', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', { KeyPairSpec: 'RSA_2048' }],
    ['Sign', 'ECC_NIST_P256', 'SIGN_VERIFY', { Message: text, SigningAlgorithm: 'ECDSA_SHA_256' }],
    ['Verify', 'ECC_NIST_P256', 'SIGN_VERIFY', { Message: text, Signature: text, SigningAlgorithm: 'ECDSA_SHA_512' }],
    ['GenerateMac', 'HMAC_256', 'GENERATE_VERIFY_MAC', { Message: text, MacAlgorithm: 'HMAC_SHA_512' }],
    ['VerifyMac', 'HMAC_256', 'GENERATE_VERIFY_MAC', { Message: text, Mac: text, MacAlgorithm: 'HMAC_SHA_256' }],
    ['DeriveSharedSecret', 'ECC_NIST_P256', 'KEY_AGREEMENT', { KeyAgreementAlgorithm: 'ECDH', PublicKey: text }],
  ]

  test.each(calls)(
    '%s with %s (%s) is refused in the words of the state, before the algorithm [R] [F]',
    async (...args) => {
      const [operation, spec, usage, input] = args
      const disabled = simulator.control.putKey({ spec, usage, state: 'Disabled' })
      await refuses(operation, { KeyId: disabled.keyId, ...input }, 'DisabledException', `${disabled.arn} is disabled.`)
      for (const [state, words] of [
        ['PendingDeletion', 'is pending deletion.'],
        ['PendingImport', 'is pending import.'],
        ['Creating', 'is creating.'],
      ] as const) {
        const key = simulator.control.putKey({ spec, usage, state })
        await refuses(operation, { KeyId: key.keyId, ...input }, 'KMSInvalidStateException', `${key.arn} ${words}`)
      }
    },
  )

  test.each(['Disabled', 'PendingDeletion'])(
    'Decrypt and ReEncrypt ask the key of the blob when it is %s',
    async (state) => {
      const key = await createKey()
      const destination = await createKey()
      const { CiphertextBlob } = await succeeds('Encrypt', { KeyId: key.id, Plaintext: text })
      const reEncrypt = { CiphertextBlob, DestinationKeyId: destination.id }
      await succeeds('ReEncrypt', reEncrypt)
      if (state === 'Disabled') await succeeds('DisableKey', { KeyId: key.id })
      else await succeeds('ScheduleKeyDeletion', { KeyId: key.id })
      const [code, words] =
        state === 'Disabled' ? ['DisabledException', 'disabled'] : ['KMSInvalidStateException', 'pending deletion']
      await refuses('Decrypt', { CiphertextBlob }, code, `${key.arn} is ${words}.`)
      await refuses('ReEncrypt', reEncrypt, code, `${key.arn} is ${words}.`)
      const toIt = {
        CiphertextBlob: (await succeeds('Encrypt', { KeyId: destination.id, Plaintext: text }))['CiphertextBlob'],
      }
      await refuses('ReEncrypt', { ...toIt, DestinationKeyId: key.id }, code, `${key.arn} is ${words}.`)
    },
  )

  test('a blob whose material was deleted waits for it, whatever key is named [F]', async () => {
    const { keyId: KeyId, arn } = simulator.control.putKey({ origin: 'EXTERNAL' })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId, Plaintext: text })
    await succeeds('DeleteImportedKeyMaterial', { KeyId })
    const other = await createKey()
    const message = `${arn} is pending import.`
    const decrypts: readonly object[] = [{}, { KeyId }, { KeyId: other.id }]
    for (const named of decrypts)
      await refuses('Decrypt', { CiphertextBlob, ...named }, 'KMSInvalidStateException', message)
    await refuses('ReEncrypt', { CiphertextBlob, DestinationKeyId: other.id }, 'KMSInvalidStateException', message)
    await refuses('Encrypt', { KeyId, Plaintext: text }, 'KMSInvalidStateException', message)
  })
})

describe('DeriveSharedSecret', () => {
  test('needs a key for agreement [R test_derive_shared_secret]', async () => {
    const signer = await createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    const symmetric = await createKey()
    const input = { KeyAgreementAlgorithm: 'ECDH', PublicKey: text }
    for (const [key, usage] of [
      [signer, 'SIGN_VERIFY'],
      [symmetric, 'ENCRYPT_DECRYPT'],
    ] as const) {
      const message = wrongUsage(key, usage, 'DeriveSharedSecret')
      await refuses('DeriveSharedSecret', { KeyId: key.id, ...input }, 'InvalidKeyUsageException', message)
    }
  })

  test('knows ECDH only, and keys of its own curve only [R test_derive_shared_secret]', async () => {
    const key = await createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })
    const other = await createKey({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'KEY_AGREEMENT' })
    const { PublicKey } = await succeeds('GetPublicKey', { KeyId: other.id })
    const message = constraint("'INVALID'", 'keyAgreementAlgorithm', 'satisfy enum value set: [ECDH]')
    const input = { KeyId: key.id, PublicKey: text }
    await refuses('DeriveSharedSecret', { ...input, KeyAgreementAlgorithm: 'INVALID' }, 'ValidationException', message)
    await refuses('DeriveSharedSecret', { ...input, KeyAgreementAlgorithm: 'ECDH' }, 'ValidationException')
    await refuses('DeriveSharedSecret', { ...input, PublicKey, KeyAgreementAlgorithm: 'ECDH' }, 'ValidationException')
  })
})

describe('all of them', () => {
  const operations: readonly [string, string, string, object][] = [
    ['Encrypt', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', { Plaintext: text }],
    ['GenerateDataKey', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', { KeySpec: 'AES_256' }],
    ['GenerateDataKeyWithoutPlaintext', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', { NumberOfBytes: 5 }],
    ['Sign', 'ECC_NIST_P256', 'SIGN_VERIFY', { Message: text, SigningAlgorithm: 'ECDSA_SHA_256' }],
    ['Verify', 'ECC_NIST_P256', 'SIGN_VERIFY', { Message: text, Signature: text, SigningAlgorithm: 'ECDSA_SHA_256' }],
    ['GenerateMac', 'HMAC_256', 'GENERATE_VERIFY_MAC', { Message: text, MacAlgorithm: 'HMAC_SHA_256' }],
    ['VerifyMac', 'HMAC_256', 'GENERATE_VERIFY_MAC', { Message: text, Mac: text, MacAlgorithm: 'HMAC_SHA_256' }],
  ]

  test.each(operations)('%s answers a dry run, a stray grant token and an unknown alias', async (...args) => {
    const [operation, spec, usage, input] = args
    const { keyId: KeyId } = simulator.control.putKey({ spec, usage })
    const message = 'The request would have succeeded, but the DryRun option is set.'
    await refuses(operation, { KeyId, ...input, DryRun: true }, 'DryRunOperationException', message)
    const { body } = await call(operation, { KeyId, ...input, GrantTokens: ['stray'] })
    expect(body['__type']).toBe('InvalidGrantTokenException')
    const alias = 'arn:aws:kms:us-east-1:000000000000:alias/nowhere'
    await refuses(operation, { KeyId: 'alias/nowhere', ...input }, 'NotFoundException', `Alias ${alias} is not found.`)
  })

  test('Recipient is refused as AWS refuses a document the Nitro root has not signed', async () => {
    const { keyId: KeyId } = simulator.control.putKey({})
    const Recipient = { KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256', AttestationDocument: text }
    for (const [operation, input] of [
      ['GenerateRandom', { NumberOfBytes: 1 }],
      ['GenerateDataKey', { KeyId, KeySpec: 'AES_256' }],
      ['GenerateDataKeyPair', { KeyId, KeyPairSpec: 'ECC_NIST_P256' }],
    ] as const) {
      const { body } = await call(operation, { ...input, Recipient })
      expect(body['__type']).toBe('ValidationException')
    }
  })
})
