import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../../../conformance/simulators/shared/crypto/bytes.ts'
import { createKeyPairSource } from '../../../../conformance/simulators/shared/crypto/key-pairs.ts'
import {
  generateMaterial,
  generateMaterialSync,
  importMaterial,
  publicKeyOf,
} from '../../../../conformance/simulators/shared/crypto/material.ts'
import {
  canSign,
  type SigningAlgorithm,
  sign,
  signingAlgorithms,
  verify,
} from '../../../../conformance/simulators/shared/crypto/signatures.ts'
import { type KeySpec, keySpecs, supports } from '../../../../conformance/simulators/shared/crypto/specs.ts'
import { createRandom } from '../../../../conformance/simulators/shared/random.ts'

const specs = Object.keys(keySpecs) as KeySpec[] // the keys of a constant
const supported = specs.filter(supports)
const pkcs8 = (key: { export(options: { format: 'der'; type: 'pkcs8' }): Buffer }) =>
  new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))

test('every spec is supported here except, before Node 24, ML-DSA', () => {
  expect(specs.filter((spec) => !supports(spec) && !spec.startsWith('ML_DSA'))).toEqual([])
})

test.each(specs.filter((spec) => !supports(spec)))(
  '%s, which this Node lacks, is refused and not imitated',
  async (spec) => {
    expect(() => generateMaterialSync(spec)).toThrow()
    await expect(generateMaterial(spec)).rejects.toThrow()
  },
)

describe.each(supported)('a key of spec %s', (spec) => {
  const material = generateMaterialSync(spec)
  const family = keySpecs[spec].family

  test('is new each time, made at once or in the background', async () => {
    const later = await generateMaterial(spec)
    expect(later.secret).not.toEqual(material.secret)
    expect(later.spec).toBe(spec)
  })

  test('comes back the same from its own bytes', () => {
    expect(importMaterial(spec, material.secret)).toEqual(material)
  })

  test('has a public key exactly if it is a pair', () => {
    const secret = family === 'AES' || family === 'SM4' || family === 'HMAC'
    expect(material.publicKey === undefined).toBe(secret)
    if (material.publicKey !== undefined) expect(publicKeyOf(material.publicKey)?.type).toBe('public')
  })

  test('is not taken for a key of another spec', () => {
    for (const wrong of supported) {
      if (wrong === spec || keySpecs[wrong].family === 'HMAC') continue
      const sameLength = 'bytes' in keySpecs[wrong] && keySpecs[wrong].bytes === material.secret.length
      expect(importMaterial(wrong, material.secret) === undefined).toBe(!sameLength)
    }
  })

  test('is not read from garbage', () => {
    expect(importMaterial(spec, new Uint8Array())).toBeUndefined()
    expect(importMaterial(spec, new Uint8Array(200))).toBeUndefined()
    expect(importMaterial(spec, material.secret.subarray(1))).toBeUndefined()
  })
})

test.each(supported.filter((spec) => !['RSA', 'ML_DSA'].includes(keySpecs[spec].family)))(
  'a seed repeats a key of spec %s',
  (spec) => {
    const make = () => generateMaterialSync(spec, createRandom('seed').bytes)
    expect(make()).toEqual(make())
  },
)

describe('importing', () => {
  test.each([
    ['HMAC_224', 28],
    ['HMAC_256', 32],
    ['HMAC_384', 48],
    ['HMAC_512', 64],
  ] as const)('takes %s keys from %i to 128 bytes', (spec, shortest) => {
    expect(importMaterial(spec, new Uint8Array(shortest))).toBeDefined()
    expect(importMaterial(spec, new Uint8Array(128))).toBeDefined()
    expect(importMaterial(spec, new Uint8Array(shortest - 1))).toBeUndefined()
    expect(importMaterial(spec, new Uint8Array(129))).toBeUndefined()
  })

  test('takes the PKCS #8 that OpenSSL writes', () => {
    const p256 = pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
    const ed25519 = pkcs8(generateKeyPairSync('ed25519').privateKey)
    const rsa = pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
    expect(importMaterial('EC_P256', p256)?.secret).toEqual(p256)
    expect(importMaterial('ED25519', ed25519)?.secret).toEqual(ed25519)
    expect(importMaterial('RSA_2048', rsa)?.secret).toEqual(rsa)
    expect(importMaterial('RSA_3072', rsa)).toBeUndefined()
    expect(importMaterial('EC_P384', p256)).toBeUndefined()
  })

  test('refuses an RSA-PSS key and an RSA key whose parts do not belong together', () => {
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
    expect(importMaterial('RSA_2048', pkcs8(pss.privateKey))).toBeUndefined()
    const rsa = pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
    const spoilt = rsa.map((byte, index) => (index === 100 ? byte ^ 1 : byte))
    expect(importMaterial('RSA_2048', spoilt)).toBeUndefined()
  })
})

describe.each(Object.keys(signingAlgorithms) as SigningAlgorithm[])('signing with %s', (algorithm) => {
  const message = { form: 'message', bytes: utf8('message') } as const
  const able = signingAlgorithms[algorithm].specs.filter(supports).filter((spec) => !/3072|4096/.test(spec))

  test.runIf(able.length > 0)('round-trips with every spec that fits', () => {
    for (const spec of able) {
      const { publicKey = new Uint8Array(), ...material } = generateMaterialSync(spec)
      const signature = sign(material, algorithm, message)
      const key = { spec, publicKey }
      expect(verify(key, algorithm, message, signature)).toBe(true)
      expect(verify(key, algorithm, { form: 'message', bytes: utf8('massage') }, signature)).toBe(false)
      expect(verify(key, algorithm, message, signature.subarray(2))).toBe(false)
      expect(verify(key, algorithm, message, new Uint8Array())).toBe(false)
    }
  })

  test('is refused to every other spec', () => {
    const wrong = generateMaterialSync(canSign('EC_P256', algorithm) ? 'ED25519' : 'EC_P256')
    expect(() => sign(wrong, algorithm, message)).toThrow(TypeError)
  })

  test('takes no digest of another length', () => {
    for (const spec of able) {
      const digest = { form: 'digest', bytes: new Uint8Array(20) } as const
      expect(() => sign(generateMaterialSync(spec), algorithm, digest)).toThrow(TypeError)
    }
  })
})

describe('a source of key pairs', () => {
  test('hands out prepared pairs first, each once', async () => {
    const source = createKeyPairSource()
    source.prepare('RSA_2048', 2)
    const taken = await Promise.all([1, 2, 3].map(() => source.take('RSA_2048')))
    expect(new Set(taken.map((pair) => Buffer.from(pair.secret).toString('hex'))).size).toBe(3)
  })

  test('shares nothing with another source', async () => {
    const [a, b] = [createKeyPairSource(), createKeyPairSource()]
    a.prepare('EC_P256', 1)
    expect((await b.take('EC_P256')).secret).not.toEqual((await a.take('EC_P256')).secret)
  })
})
