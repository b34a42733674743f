/** What the simulated AWS KMS remembers. Facts: AWS KMS API reference (DescribeKey, KeyMetadata), botocore's kms service-2 model. */

export type KeyState =
  | 'Creating'
  | 'Enabled'
  | 'Disabled'
  | 'PendingDeletion'
  | 'PendingImport'
  | 'PendingReplicaDeletion'
  | 'Unavailable'
  | 'Updating'

export type KeySpec =
  | 'SYMMETRIC_DEFAULT'
  | 'RSA_2048'
  | 'RSA_3072'
  | 'RSA_4096'
  | 'ECC_NIST_P256'
  | 'ECC_NIST_P384'
  | 'ECC_NIST_P521'
  | 'ECC_NIST_EDWARDS25519'
  | 'ECC_SECG_P256K1'
  | 'HMAC_224'
  | 'HMAC_256'
  | 'HMAC_384'
  | 'HMAC_512'
  | 'SM2'
  | 'ML_DSA_44'
  | 'ML_DSA_65'
  | 'ML_DSA_87'

export type KeyUsage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT'

export type KeyOrigin = 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE'

/** One generation of a key's secret. Rotation and import add generations; old ones keep decrypting. */
export interface Material {
  /** KeyMaterialId: 64 lower-case hex digits. Shown for symmetric keys only. */
  readonly id: string
  /** Raw bytes (symmetric, HMAC) or PKCS#8 DER (asymmetric); absent while imported material is deleted or expired. */
  readonly secret?: Uint8Array
  /** SubjectPublicKeyInfo DER of an asymmetric key; survives the deletion of imported material. */
  readonly publicKey?: Uint8Array
  readonly rotatedAtMs?: number
  readonly rotationType?: 'AUTOMATIC' | 'ON_DEMAND'
  /** Imported, and waiting for RotateKeyOnDemand. */
  readonly pendingRotation?: boolean
  /** Imported material that ends; absent: it does not expire. */
  readonly validToMs?: number
  readonly description?: string
}

export interface Rotation {
  readonly enabled: boolean
  readonly periodDays: number
  readonly nextAtMs: number
}

export interface MultiRegion {
  readonly role: 'PRIMARY' | 'REPLICA'
}

export interface Tag {
  readonly TagKey: string
  readonly TagValue: string
}

/** One KMS key in one Region; a multi-Region key is one record per Region with the same `keyId`. */
export interface KeyRecord {
  readonly keyId: string
  readonly region: string
  readonly arn: string
  readonly spec: KeySpec
  readonly usage: KeyUsage
  readonly origin: KeyOrigin
  readonly manager: 'AWS' | 'CUSTOMER'
  readonly state: KeyState
  /** A passing state (Creating, Updating) ends then and there; absent in a key put there by control: it stays. */
  readonly passing?: { readonly untilMs: number; readonly to: KeyState }
  readonly description: string
  readonly createdAtMs: number
  readonly deletionAtMs?: number
  /** The window of a multi-Region primary that waits for its replicas. */
  readonly deletionWindowDays?: number
  readonly policy: string
  readonly tags: readonly Tag[]
  readonly multiRegion?: MultiRegion
  readonly customKeyStoreId?: string
  readonly cloudHsmClusterId?: string
  readonly xksKeyId?: string
  /** Oldest first. */
  readonly materials: readonly Material[]
  readonly currentMaterialId?: string
  readonly rotation?: Rotation
  /** An on-demand rotation that is under way. */
  readonly rotating?: { readonly startedAtMs: number; readonly untilMs: number }
  readonly onDemandRotations: number
}

export interface AliasRecord {
  readonly name: string
  readonly region: string
  readonly arn: string
  readonly targetKeyId?: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

export interface GrantConstraints {
  readonly EncryptionContextSubset?: Readonly<Record<string, string>>
  readonly EncryptionContextEquals?: Readonly<Record<string, string>>
  readonly SourceArn?: string
}

export interface GrantRecord {
  readonly grantId: string
  readonly region: string
  readonly keyId: string
  readonly keyArn: string
  readonly name?: string
  readonly granteePrincipal?: string
  readonly granteeServicePrincipal?: string
  readonly retiringPrincipal?: string
  readonly retiringServicePrincipal?: string
  readonly operations: readonly string[]
  readonly constraints?: GrantConstraints
  readonly issuingAccount: string
  readonly createdAtMs: number
  /** Digests of the tokens handed out for it: every CreateGrant with the same Name makes another. */
  readonly tokenDigests: readonly string[]
}

/** The latest cryptographic use of a key, for GetKeyLastUsage. */
export interface UsageRecord {
  readonly operation: string
  readonly atMs: number
  readonly requestId: string
  readonly eventId: string
}

/** Resource quotas (developer guide, resource-limits); tests lower them. */
export interface Limits {
  /** Keys per Region, in every state. */
  readonly keys: number
  /** Aliases of one key. */
  readonly aliasesPerKey: number
  /** Grants of one key. */
  readonly grantsPerKey: number
  /** Rotations on demand in a key's life. */
  readonly onDemandRotations: number
  /** Longest key policy. */
  readonly policyBytes: number
  /** Tags on one key. */
  readonly tagsPerKey: number
}

export const DEFAULT_LIMITS: Limits = {
  keys: 100_000,
  aliasesPerKey: 50,
  grantsPerKey: 50_000,
  onDemandRotations: 25,
  policyBytes: 32_768,
  tagsPerKey: 50,
}

/** A wrapping key pair handed out by GetParametersForImport. */
export interface ImportTokenRecord {
  /** The row's id: a digest of the token, which is not kept. */
  readonly tokenDigest: string
  readonly keyArn: string
  readonly algorithm: string
  /** PKCS#8 DER. */
  readonly privateKey: Uint8Array
  readonly expiresAtMs: number
}

/** How long passing states last, in ms of virtual time. */
export interface Timing {
  /** A replica's Creating. */
  readonly replicationMs: number
  /** Updating of both keys during UpdatePrimaryRegion. */
  readonly primaryUpdateMs: number
  /** An on-demand rotation. */
  readonly rotationMs: number
}

export const DEFAULT_TIMING: Timing = { replicationMs: 200, primaryUpdateMs: 200, rotationMs: 0 }
