import type { CreateKeyInput, EncryptionAlgorithm, MacAlgorithm, SigningAlgorithm } from '../../src/index.ts'
import type { KeyKind } from '../matrix/index.ts'

/** How a kind of key is made, and what it is used with. */
export interface KindRecipe {
  /** Absent: no call makes such a key. */
  readonly create?: CreateKeyInput
  readonly encryption?: EncryptionAlgorithm
  readonly signing?: SigningAlgorithm
  readonly mac?: MacAlgorithm
  /** What to import into it, when its origin is external. */
  readonly material?: 'aes-256' | 'hmac-256' | 'rsa-2048' | 'ec-p256'
}

export const kinds: Readonly<Record<KeyKind, KindRecipe>> = {
  symmetric: { create: {}, material: 'aes-256' },
  'symmetric-rotating': { create: {} },
  'rsa-encrypt': {
    create: { spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' },
    encryption: 'RSAES_OAEP_SHA_256',
    material: 'rsa-2048',
  },
  'rsa-sign': {
    create: { spec: 'RSA_2048', usage: 'SIGN_VERIFY' },
    signing: 'RSASSA_PSS_SHA_256',
    material: 'rsa-2048',
  },
  'ecc-sign': { create: { spec: 'EC_P256', usage: 'SIGN_VERIFY' }, signing: 'ECDSA_SHA_256', material: 'ec-p256' },
  'ecc-agreement': { create: { spec: 'EC_P256', usage: 'KEY_AGREEMENT' }, material: 'ec-p256' },
  'sm2-encrypt': { create: { spec: 'SM2', usage: 'ENCRYPT_DECRYPT' }, encryption: 'SM2PKE' },
  'sm2-sign': { create: { spec: 'SM2', usage: 'SIGN_VERIFY' }, signing: 'SM2DSA' },
  hmac: { create: { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' }, mac: 'HMAC_SHA_256', material: 'hmac-256' },
  kem: {},
  'external-symmetric': { create: { origin: 'EXTERNAL' }, material: 'aes-256' },
  'external-rsa-sign': {
    create: { spec: 'RSA_2048', usage: 'SIGN_VERIFY', origin: 'EXTERNAL' },
    signing: 'RSASSA_PSS_SHA_256',
    material: 'rsa-2048',
  },
  'external-hmac': {
    create: { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', origin: 'EXTERNAL' },
    mac: 'HMAC_SHA_256',
    material: 'hmac-256',
  },
  'multi-region-primary': { create: { multiRegion: true }, material: 'aes-256' },
  'multi-region-replica': {},
  'custom-store': {},
  instance: {},
  'service-default': {},
}
