import { describe, expect, it } from 'vitest'
import { cryptoCodecs } from '../../../../providers/shared/aws-json/crypto.ts'
import type { Dialect } from '../../../../providers/shared/aws-json/dialect.ts'
import { importCodecs } from '../../../../providers/shared/aws-json/import.ts'
import { identityOf, isAlias, lookingUpAliases } from '../../../../providers/shared/aws-json/key-reference.ts'
import { lifecycleCodecs } from '../../../../providers/shared/aws-json/lifecycle.ts'
import { policyCodecs } from '../../../../providers/shared/aws-json/policy.ts'
import { requestsTo } from '../../../../providers/shared/aws-json/request.ts'
import { signingCodecs } from '../../../../providers/shared/aws-json/signing.ts'
import { sameWords, vocabulary } from '../../../../providers/shared/aws-json/vocabulary.ts'
import { present } from '../../../../providers/shared/present.ts'
import {
  ENCRYPTION_ALGORITHMS,
  KEY_ORIGINS,
  KEY_SPECS,
  KEY_USAGES,
  MAC_ALGORITHMS,
  SIGNING_ALGORITHMS,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
} from '../../../../src/operations/fields.ts'
import type { Caller } from '../../../../src/provider.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

/** A service that differs from AWS wherever a dialect may. */
const other: Dialect = {
  request: requestsTo('https://kms.example', 'application/json'),
  keySpecs: vocabulary(KEY_SPECS, { AES_256: 'SYMMETRIC_DEFAULT', ED25519: 'EDDSA_ED25519' }),
  keyUsages: vocabulary(KEY_USAGES, { KEY_AGREEMENT: 'DERIVE_SHARED_SECRET' }),
  origins: vocabulary(KEY_ORIGINS, { EXTERNAL: 'EXTERNAL', PROVIDER: 'AWS_KMS' }, { QKMS: 'PROVIDER' }),
  pairSpecs: sameWords([]),
  encryptionAlgorithms: vocabulary(ENCRYPTION_ALGORITHMS, { SYMMETRIC_DEFAULT: 'AES_GCM' }),
  signingAlgorithms: vocabulary(SIGNING_ALGORITHMS, { ECDSA_SHA_256: 'ECDSA_SHA_256', ED25519_SHA_512: 'EDDSA' }),
  macAlgorithms: sameWords(MAC_ALGORITHMS),
  wrappingAlgorithms: vocabulary(WRAPPING_ALGORITHMS, { RSAES_OAEP_SHA_256: 'OAEP' }),
  wrappingKeySpecs: vocabulary(WRAPPING_KEY_SPECS, { RSA_2048: 'RSA2048' }),
  grantOperations: sameWords([]),
  keyState: (word) => (word.toUpperCase() === 'ENABLED' ? 'Enabled' : 'Unknown'),
  keySpecMember: 'CustomerMasterKeySpec',
  generateMacAction: 'GenerateMAC',
  keyAgreementAlgorithm: undefined,
  policyName: 'default',
  mismatchCodes: ['SignatureInvalidException', 'MacInvalidException'],
  readPublicKey: (key, spec) => bytes(...key, spec?.length ?? 0),
  readSignature: (signature, algorithm) => bytes(...signature, algorithm.length),
}

describe('another dialect of the same protocol', () => {
  const lifecycle = lifecycleCodecs(other)
  const signing = signingCodecs(other)

  it('has its own endpoint, content type and member names', () => {
    const { url, headers, body } = lifecycle.createKey.encode({ spec: 'ED25519', usage: 'KEY_AGREEMENT' })
    expect(url).toBe('https://kms.example/')
    expect(headers['content-type']).toBe('application/json')
    expect(JSON.parse(body)).toEqual({ CustomerMasterKeySpec: 'EDDSA_ED25519', KeyUsage: 'DERIVE_SHARED_SECRET' })
  })

  it('may write times as text, states in capitals, and ARNs of fewer parts', () => {
    const KeyMetadata = {
      KeyId: '1234abcd',
      Arn: 'arn:verenc:1:key/1234abcd',
      CreationDate: '2026-01-02T03:04:05.000+01:00',
      KeyState: 'ENABLED',
      Origin: 'QKMS',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    }
    expect(lifecycle.describeKey.decode({ KeyMetadata }, { keyId: '1234abcd' })).toEqual({
      keyId: '1234abcd',
      keyArn: 'arn:verenc:1:key/1234abcd',
      state: 'Enabled',
      providerState: 'ENABLED',
      spec: 'AES_256',
      providerSpec: 'SYMMETRIC_DEFAULT',
      usage: 'UNKNOWN',
      origin: 'PROVIDER',
      createdAt: new Date('2026-01-02T02:04:05Z'),
    })
  })

  it('may spell GenerateMac and its reply in capitals', () => {
    const input = { keyId: 'k', message: bytes(1), algorithm: 'HMAC_SHA_256' } as const
    expect(signing.generateMac.encode(input).headers['x-amz-target']).toBe('TrentService.GenerateMAC')
    const output = { mac: bytes(1), keyId: 'k' }
    expect(signing.generateMac.decode({ MAC: 'AQ==', KeyId: 'k' }, input)).toEqual(output)
    expect(signing.generateMac.decode({ Mac: 'AQ==', KeyId: 'k' }, input)).toEqual(output)
    expect(() => signing.generateMac.decode({ KeyId: 'k' }, input)).toThrow('is missing')
  })

  it('may answer a mismatch with false, or with an error of its own', () => {
    const input = { keyId: 'k', message: bytes(1), signature: bytes(1), algorithm: 'ECDSA_SHA_256' } as const
    expect(signing.verify.decode({ SignatureValid: false }, input)).toEqual({ valid: false })
    const facts = { code: 'InvalidInput', retry: 'never' } as const
    const fromError = signing.verify.fromError ?? (() => 'none')
    expect(fromError({ ...facts, providerCode: 'SignatureInvalidException' })).toEqual({ valid: false })
    expect(fromError({ ...facts, providerCode: 'KMSInvalidSignatureException' })).toBeUndefined()
  })

  it('may not know the key agreement algorithm, and may demand a policy’s name', () => {
    expect(JSON.parse(signing.deriveSharedSecret.encode({ keyId: 'k', publicKey: bytes(1) }).body)).toEqual({
      KeyId: 'k',
      PublicKey: 'AQ==',
    })
    expect(JSON.parse(policyCodecs(other).getKeyPolicy.encode({ keyId: 'k' }).body)).toEqual({
      KeyId: 'k',
      PolicyName: 'default',
    })
  })

  it('has its own words for algorithms, and refuses those it has none for', () => {
    const key = { keyId: 'k' } as const
    const message = bytes(1)
    const bodyOf = ({ body }: { readonly body: string }) => JSON.parse(body)
    const crypto = cryptoCodecs(other)
    const plaintext = message
    expect(bodyOf(crypto.encrypt.encode({ ...key, plaintext, algorithm: 'SYMMETRIC_DEFAULT' }))).toMatchObject({
      EncryptionAlgorithm: 'AES_GCM',
    })
    expect(() => crypto.encrypt.encode({ ...key, plaintext, algorithm: 'SM2PKE' })).toThrow('algorithm: SM2PKE')
    const toDestination = { ciphertext: message, destinationKeyId: 'd', destinationAlgorithm: 'SM2PKE' } as const
    expect(() => crypto.reEncrypt.encode(toDestination)).toThrow('destinationAlgorithm: SM2PKE')
    expect(bodyOf(signing.sign.encode({ ...key, message, algorithm: 'ED25519_SHA_512' }))).toMatchObject({
      SigningAlgorithm: 'EDDSA',
    })
    const verified = { ...key, message, signature: message, algorithm: 'SM2DSA' } as const
    expect(() => signing.verify.encode(verified)).toThrow('algorithm: SM2DSA')
    const wrapping = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' } as const
    const { getParametersForImport } = importCodecs(other)
    expect(bodyOf(getParametersForImport.encode({ ...key, ...wrapping }))).toEqual({
      KeyId: 'k',
      WrappingAlgorithm: 'OAEP',
      WrappingKeySpec: 'RSA2048',
    })
    expect(() => getParametersForImport.encode({ ...key, ...wrapping, wrappingKeySpec: 'SM2' })).toThrow(
      'wrappingKeySpec: SM2',
    )
  })

  it('may encode public keys and signatures in its own way', () => {
    const signed = { keyId: 'k', message: bytes(1), algorithm: 'ECDSA_SHA_256' } as const
    expect(signing.sign.decode({ Signature: 'AQ==', KeyId: 'k' }, signed).signature).toEqual(bytes(1, 13))
    const reply = { PublicKey: 'AQ==', KeyId: 'k', CustomerMasterKeySpec: 'CURVE' }
    const { publicKey, pem } = signing.getPublicKey.decode(reply, { keyId: 'k' })
    expect(publicKey).toEqual(bytes(1, 5))
    expect(pem).toContain(Buffer.from(publicKey).toString('base64'))
  })

  it('may name keys by their ARNs, and leave a key that is being made without a state', () => {
    const arn = 'arn:verenc:1:key/2'
    expect(lifecycle.createKey.decode({ KeyMetadata: { KeyId: arn } }, {})).toMatchObject({
      keyId: '2',
      keyArn: arn,
      state: 'Unknown',
      providerState: '',
    })
    expect(() => lifecycle.describeKey.decode({ KeyMetadata: { KeyId: arn } }, { keyId: arn })).toThrow('KeyState')
    expect(lifecycle.listKeys.decode({ Keys: [{ KeyId: arn }, { KeyId: '3' }] }, {}).keys).toEqual([
      { keyId: '2', keyArn: arn },
      { keyId: '3' },
    ])
  })

  it('has its own way of looking an alias up', async () => {
    const call: Caller = {
      operation: () => Promise.reject(new Error('not asked')),
      startedMs: 0,
      codec: async (codec, input) => codec.decode(undefined, input),
    }
    const enableKey = lookingUpAliases(lifecycle.enableKey, ['keyId'], async (alias) => `id of ${alias}`)
    expect(await enableKey.run({ keyId: 'alias/a' }, call)).toEqual({ keyId: 'id of alias/a' })
    expect(await enableKey.run({ keyId: 'k' }, call)).toEqual({ keyId: 'k' })
  })
})

describe('key references', () => {
  it.each([
    ['1234abcd', { keyId: '1234abcd' }],
    ['arn:aws:kms:eu-west-1:1:key/mrk-1', { keyId: 'mrk-1', keyArn: 'arn:aws:kms:eu-west-1:1:key/mrk-1' }],
    ['arn:verenc:1:key/2', { keyId: '2', keyArn: 'arn:verenc:1:key/2' }],
    ['arn:aws:verenc:1:key/2', { keyId: '2', keyArn: 'arn:aws:verenc:1:key/2' }],
  ])('%s is taken apart', (reference, identity) => {
    expect(identityOf(reference)).toEqual(identity)
  })

  it.each([
    ['alias/a', true],
    ['arn:aws:kms:eu-west-1:1:alias/a', true],
    ['arn:verenc:1:alias/a', true],
    ['1234abcd', false],
    ['arn:aws:kms:eu-west-1:1:key/alias', false],
    ['ALIAS/a', false],
  ])('%s is an alias: %s', (reference, yes) => {
    expect(isAlias(reference)).toBe(yes)
  })
})

describe('a vocabulary', () => {
  it('refuses what the cloud has no word for, naming the field and what there is', () => {
    expect(() => other.keySpecs.write('SM4', 'spec')).toThrow(
      'spec: SM4 does not exist here; there are AES_256, ED25519',
    )
    expect(() => sameWords(['a']).write('b' as 'a', 'x')).toThrow('x: b does not exist here; there are a') // as JavaScript may
  })

  it('reads words of JavaScript’s own as unknown', () => {
    for (const word of ['constructor', '__proto__', '', undefined]) expect(other.keySpecs.read(word)).toBe('UNKNOWN')
  })
})

it('what is undefined is taken out, and nothing else', () => {
  expect(Object.keys(present({ a: undefined, b: null, c: false, d: '' }))).toEqual(['b', 'c', 'd'])
})
