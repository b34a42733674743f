import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concat, fromHex } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import {
  generateMaterialSync,
  importMaterial,
  publicKeyOf,
} from '../../../../conformance/simulators/shared/crypto/material.ts'
import {
  unwrapMaterial,
  type WrappingAlgorithm,
  wrapMaterial,
} from '../../../../conformance/simulators/shared/crypto/wrapping.ts'

const rsa = generateMaterialSync('RSA_2048')
const sm2 = generateMaterialSync('SM2')
const strangers = { RSA_2048: generateMaterialSync('RSA_2048'), SM2: generateMaterialSync('SM2') }
const material = new Uint8Array(randomBytes(32))
const direct = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'RSAES_PKCS1_V1_5'] as const
const hybrid = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'] as const

function publicKeyBytes(pair: { publicKey?: Uint8Array }): Uint8Array {
  if (pair.publicKey === undefined) throw new Error('no public key')
  return pair.publicKey
}

const all: readonly WrappingAlgorithm[] = [...direct, ...hybrid, 'SM2PKE']

describe.each(all)('%s', (algorithm) => {
  const pair = algorithm === 'SM2PKE' ? sm2 : rsa
  const wrapped = wrapMaterial(algorithm, publicKeyBytes(pair), material) ?? new Uint8Array()

  test('brings material to the holder of the private key', () => {
    expect(unwrapMaterial(algorithm, pair.secret, wrapped)).toEqual(material)
    expect(wrapMaterial(algorithm, publicKeyBytes(pair), material)).not.toEqual(wrapped)
  })

  test('opens for nobody else, and not after a change', () => {
    const stranger = algorithm === 'SM2PKE' ? strangers.SM2 : strangers.RSA_2048
    expect(unwrapMaterial(algorithm, stranger.secret, wrapped)).toBeUndefined()
    const last = wrapped.length - 1
    expect(unwrapMaterial(algorithm, pair.secret, wrapped.subarray(0, last))).toBeUndefined()
    expect(unwrapMaterial(algorithm, pair.secret, new Uint8Array(randomBytes(48)))).toBeUndefined()
    expect(unwrapMaterial(algorithm, pair.secret, new Uint8Array())).toBeUndefined()
  })
})

test.each(hybrid)('%s carries an RSA private key, which is too long for RSA alone', (algorithm) => {
  const wrapped = wrapMaterial(algorithm, publicKeyBytes(rsa), strangers.RSA_2048.secret) ?? new Uint8Array()
  const unwrapped = unwrapMaterial(algorithm, rsa.secret, wrapped) ?? new Uint8Array()
  expect(importMaterial('RSA_2048', unwrapped)).toEqual(strangers.RSA_2048)
  expect(wrapMaterial('RSAES_OAEP_SHA_256', publicKeyBytes(rsa), strangers.RSA_2048.secret)).toBeUndefined()
})

test('RSA_AES_KEY_WRAP is the OAEP ciphertext of an AES-256 key, then AES-KWP, as the AWS guide builds it with OpenSSL', () => {
  const aesKey = randomBytes(32)
  const key = publicKeyOf(publicKeyBytes(rsa))
  if (key === undefined) throw new Error('no public key')
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  const encryptedKey = publicEncrypt({ key, padding, oaepHash: 'sha256' }, aesKey)
  const cipher = createCipheriv('id-aes256-wrap-pad', aesKey, fromHex('a65959a6'))
  const wrapped = concat(encryptedKey, cipher.update(material), cipher.final())
  expect(unwrapMaterial('RSA_AES_KEY_WRAP_SHA_256', rsa.secret, wrapped)).toEqual(material)
  expect(unwrapMaterial('RSA_AES_KEY_WRAP_SHA_1', rsa.secret, wrapped)).toBeUndefined()
})

test('a public key of the wrong kind wraps nothing', () => {
  expect(wrapMaterial('SM2PKE', publicKeyBytes(rsa), material)).toBeUndefined()
  expect(wrapMaterial('RSAES_OAEP_SHA_256', publicKeyBytes(sm2), material)).toBeUndefined()
})
