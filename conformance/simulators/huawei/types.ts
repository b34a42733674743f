/** What the simulated KMS remembers. Names and values as on the wire (Huawei Cloud DEW API reference; OTC KMS API reference). */

/** Numbers that travel as strings. 6 is in no source. */
export const STATE = {
  creating: '1',
  enabled: '2',
  disabled: '3',
  pendingDeletion: '4',
  pendingImport: '5',
  frozen: '7',
} as const

export type KeyState = (typeof STATE)[keyof typeof STATE]

export type KeySpec =
  | 'AES_256'
  | 'SM4'
  | 'RSA_2048'
  | 'RSA_3072'
  | 'RSA_4096'
  | 'EC_P256'
  | 'EC_P384'
  | 'SECP256K1'
  | 'SM2'
  | 'ED25519'
  | 'HMAC_256'
  | 'HMAC_384'
  | 'HMAC_512'
  | 'HMAC_SM3'

export type KeyUsage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT'

export type KeyOrigin = 'kms' | 'external'

/** One generation of a key's secret; its place in the list is the version number in the blobs made with it. */
export interface Material {
  /** Raw bytes of a symmetric or HMAC key, PKCS #8 DER of a private key. */
  readonly secret: Uint8Array
  /** SubjectPublicKeyInfo DER. */
  readonly publicKey?: Uint8Array
}

export interface Rotation {
  readonly enabled: boolean
  readonly intervalDays: number
  readonly nextAtMs: number
  readonly lastAtMs?: number
  readonly count: number
}

export interface Tag {
  readonly key: string
  readonly value: string
}

/** One key in one project; a replica is a row of its own in the target project, with the same `keyId`. */
export interface KeyRow {
  readonly keyId: string
  readonly projectId: string
  readonly region: string
  /** `key_alias`: the key's one mutable name. */
  readonly name: string
  readonly description: string
  readonly spec: KeySpec
  readonly usage: KeyUsage
  readonly origin: KeyOrigin
  readonly state: KeyState
  /** A passing "1" ends then; absent in a key put there by control: it stays. */
  readonly activeAtMs?: number
  readonly createdAtMs: number
  /** User id of the creator; absent for keys put there by control. */
  readonly createdBy?: string
  /** Made by a cloud service for itself (`default_key_flag` "1"). */
  readonly isDefault: boolean
  readonly deletionAtMs?: number
  /** Oldest first; empty while imported material is missing. */
  readonly materials: readonly Material[]
  /** SHA-256 of imported material, so that a re-import can be compared after a deletion. */
  readonly importedDigest?: string
  readonly materialExpiresAtMs?: number
  readonly rotation?: Rotation
  readonly tags: readonly Tag[]
  readonly keystoreId: string
  readonly enterpriseProjectId: string
  /** Set once the key has replicas. */
  readonly primaryRegion?: string
}

export interface AliasRow {
  /** With its `alias/` prefix. */
  readonly alias: string
  readonly region: string
  readonly projectId: string
  readonly keyId: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

export interface GrantRow {
  readonly grantId: string
  readonly projectId: string
  readonly keyId: string
  readonly name?: string
  readonly grantee: string
  readonly granteeType: 'user' | 'domain'
  readonly operations: readonly string[]
  readonly issuer: string
  readonly retiring?: string
  readonly createdAtMs: number
}

/** A wrapping key pair handed out by get-parameters-for-import. */
export interface ImportTokenRow {
  readonly projectId: string
  readonly keyId: string
  readonly algorithm: string
  /** PKCS #8 DER. */
  readonly privateKey: Uint8Array
  readonly expiresAtMs: number
}

export interface KeystoreRow {
  readonly keystoreId: string
  readonly projectId: string
  readonly alias: string
  readonly type: string
  readonly hsmClusterId?: string
  readonly clusterId?: string
  readonly enabled: boolean
  readonly createdAtMs: number
}

/** An IAM token, filed under its SHA-256. */
export interface TokenRow {
  readonly userName: string
  readonly methods: readonly string[]
  /** Absent: scoped to the account. */
  readonly projectId?: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

/** A temporary access key issued for a token. */
export interface TemporaryKeyRow {
  readonly accessKeyId: string
  readonly secret: string
  readonly securityToken: string
  readonly userName: string
  readonly expiresAtMs: number
}

/** Failed signatures of one access key in a row. */
export interface LockoutRow {
  readonly failures: number
  readonly untilMs: number
}

/** Calls within one window of the rate limit. */
export interface RateRow {
  readonly windowStartMs: number
  readonly calls: number
}
