/** What the simulated Alibaba Cloud KMS remembers. Facts: CreateKey and DescribeKey pages, KeyMetadata. */
import type { KeyOrigin, KeySpec, KeyState, KeyUsage, ProtectionLevel } from './vocabulary.ts'

/** A tag as Alibaba Cloud writes it. */
export interface Tag {
  /** Name of the tag; each name once per key. */
  readonly TagKey: string
  /** Its value. */
  readonly TagValue: string
}

/** One key in one region. */
export interface KeyRecord {
  readonly keyId: string
  readonly region: string
  readonly arn: string
  /** Who made it: the account, or the name of the cloud service whose default key it is. */
  readonly creator: string
  readonly creatorType: 'User' | 'Service'
  readonly spec: KeySpec
  readonly usage: KeyUsage
  readonly origin: KeyOrigin
  readonly protectionLevel: ProtectionLevel
  readonly state: KeyState
  readonly description: string
  readonly createdAtMs: number
  /** When the newest version was made. */
  readonly lastRotationAtMs: number
  /** The version that encrypts and makes MACs; key pairs have none. */
  readonly primaryVersionId?: string | undefined
  /** The interval of automatic rotation; absent when it is off. It rests while the key is not Enabled. */
  readonly rotationSeconds?: number | undefined
  /** Present in PendingDeletion alone. */
  readonly deleteAtMs?: number | undefined
  /** SHA-256 of the first imported material: the only one that can ever be imported again. */
  readonly materialDigest?: string | undefined
  readonly materialExpiresAtMs?: number | undefined
  /** Absent: not protected. */
  readonly deletionProtection?: { readonly description: string } | undefined
  readonly tags: readonly Tag[]
  /** The KMS instance the key lives in. */
  readonly instanceId?: string | undefined
  /** Keys of an instance only. */
  readonly policy?: string | undefined
}

/** One generation of a key. */
export interface VersionRecord {
  readonly versionId: string
  readonly keyId: string
  readonly region: string
  readonly createdAtMs: number
  /** Raw bytes, or PKCS #8 DER of a private key; absent while imported material is missing. */
  readonly secret?: Uint8Array | undefined
  /** SubjectPublicKeyInfo DER of a key pair. */
  readonly publicKey?: Uint8Array | undefined
}

export interface AliasRecord {
  /** With its `alias/` prefix. */
  readonly name: string
  readonly region: string
  readonly keyId: string
}

/** A wrapping key pair that GetParametersForImport handed out. */
export interface ImportTokenRecord {
  /** SHA-256 of the token, which is its id. */
  readonly digest: string
  readonly region: string
  readonly keyId: string
  readonly algorithm: 'RSAES_PKCS1_V1_5' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'SM2PKE'
  /** PKCS #8 DER. */
  readonly privateKey: Uint8Array
  readonly expiresAtMs: number
}

/** A signature nonce that was used; it is forgotten when its request is too old to be accepted anyway. */
export interface NonceRecord {
  /** On the wall clock. */
  readonly forgetAtMs: number
}

/** Resource quotas per account and region, and the rules of CreateKeyVersion; tests change them. */
export interface Limits {
  /** Keys per region, in every state. */
  readonly keys: number
  /** Aliases per region. */
  readonly aliases: number
  /** Versions of all keys per region. */
  readonly keyVersions: number
  /** Versions of one key. */
  readonly versionsPerKey: number
  /** Least age of a key's newest version before CreateKeyVersion makes another, in days. */
  readonly versionIntervalDays: number
  /** Tags on one key. */
  readonly tagsPerKey: number
}

/** KMS quota page; CreateKeyVersion page (versions per key and their interval). */
export const DEFAULT_LIMITS: Limits = {
  keys: 200,
  aliases: 300,
  keyVersions: 10_000,
  versionsPerKey: 50,
  versionIntervalDays: 7,
  tagsPerKey: 20,
}
