/** What every simulator's `control.putKey` understands. */
export interface PortableKey {
  readonly keyId?: string
  readonly spec?: string
  readonly usage?: string
  readonly origin?: string
  readonly state?: string
  readonly region?: string
  readonly multiRegion?: boolean | 'REPLICA'
  /** Alibaba Cloud: the instance of the service that the key lives in. */
  readonly instanceId?: string
  /** Alibaba Cloud, Huawei: a key that a cloud service made for itself. */
  readonly service?: string
  readonly isDefault?: boolean
}

/** The kinds of key that a simulator can be told to have, beside those that calls make. */
export const portableKeys: Readonly<Record<string, PortableKey>> = {
  symmetric: {},
  'rsa-encrypt': { spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' },
  'rsa-sign': { spec: 'RSA_2048', usage: 'SIGN_VERIFY' },
  'ecc-sign': { spec: 'EC_P256', usage: 'SIGN_VERIFY' },
  'ecc-agreement': { spec: 'EC_P256', usage: 'KEY_AGREEMENT' },
  'sm2-encrypt': { spec: 'SM2', usage: 'ENCRYPT_DECRYPT' },
  'sm2-sign': { spec: 'SM2', usage: 'SIGN_VERIFY' },
  hmac: { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' },
  'external-symmetric': { origin: 'EXTERNAL' },
  'external-rsa-sign': { spec: 'RSA_2048', usage: 'SIGN_VERIFY', origin: 'EXTERNAL' },
  'external-hmac': { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', origin: 'EXTERNAL' },
  'multi-region-replica': { multiRegion: 'REPLICA' },
  'custom-store': { origin: 'KEY_STORE' },
  instance: { instanceId: 'kst-szz65f5000000000000' },
  'service-default': { service: 'ecs', isDefault: true },
}
