/** Request members of the operations that have a page, in the pages' words (docs.quilibrium.com, key operations). */
import { blob, boolean, choice, integer, list, optional, required, structure, text, timestamp } from '../aws/shapes.ts'
import * as v from '../aws/vocabulary.ts'
import { ORIGINS, SIGNING_ALGORITHMS, SPECS, SPECS_OUT_OF_REACH, USAGES } from './words.ts'

/** The keys of a literal, as the closed set they are. */
const namesOf = <Names extends Readonly<Record<string, unknown>>>(names: Names): readonly (keyof Names & string)[] =>
  Object.keys(names)

const keyIdOnly = { KeyId: required(v.keyId) }
const page = { Limit: optional(v.limit), Marker: optional(v.marker) }
const grantTokens = optional(v.grantTokens)
const context = optional(v.encryptionContext)
const spec = choice([...namesOf(SPECS), ...SPECS_OUT_OF_REACH])
/** The value may be null, which stands for an empty one. */
const tags = list(structure({ TagKey: required(text(1, 128)), TagValue: optional(text(0, 256)) }))
const policyName = required(v.policyName)

const keyInputs = {
  CreateKey: {
    Policy: optional(v.policy),
    Description: optional(v.description),
    KeyUsage: optional(choice(namesOf(USAGES))),
    CustomerMasterKeySpec: optional(spec),
    /** The vendor's client sends this name. */
    KeySpec: optional(spec),
    Origin: optional(choice(namesOf(ORIGINS))),
    BypassPolicyLockoutSafetyCheck: optional(boolean),
    Tags: optional(tags),
    MultiRegion: optional(boolean),
    /** Threshold keys: the vendor's client alone. */
    Participants: optional(list(text(1, 2048))),
    Threshold: optional(integer(1, 1_000)),
    TotalParties: optional(integer(1, 1_000)),
  },
  DescribeKey: { KeyId: required(v.keyId), GrantTokens: grantTokens },
  ListKeys: page,
  EnableKey: keyIdOnly,
  DisableKey: keyIdOnly,
  ScheduleKeyDeletion: { KeyId: required(v.keyId), PendingWindowInDays: optional(v.pendingWindowInDays) },
  CancelKeyDeletion: keyIdOnly,
  UpdateKeyDescription: { KeyId: required(v.keyId), Description: required(v.description) },
  ReplicateKey: {
    KeyId: required(v.keyId),
    ReplicaRegion: required(v.region),
    Description: optional(v.description),
    Policy: optional(v.policy),
    Tags: optional(tags),
  },
  UpdatePrimaryRegion: { KeyId: required(v.keyId), PrimaryRegion: required(v.region) },
} as const

const resourceInputs = {
  CreateAlias: { AliasName: required(text(1, 256)), TargetKeyId: required(v.keyId) },
  UpdateAlias: { AliasName: required(v.aliasName), TargetKeyId: required(v.keyId) },
  DeleteAlias: { AliasName: required(v.aliasName) },
  ListAliases: { KeyId: optional(v.keyId), ...page },
  TagResource: { KeyId: required(v.keyId), Tags: required(tags) },
  UntagResource: { KeyId: required(v.keyId), TagKeys: required(v.tagKeys) },
  ListResourceTags: { KeyId: required(v.keyId), ...page },
  GetKeyPolicy: { KeyId: required(v.keyId), PolicyName: policyName },
  PutKeyPolicy: {
    KeyId: required(v.keyId),
    PolicyName: policyName,
    Policy: required(v.policy),
    BypassPolicyLockoutSafetyCheck: optional(boolean),
  },
  ListKeyPolicies: { KeyId: required(v.keyId), ...page },
  CreateGrant: {
    KeyId: required(v.keyId),
    GranteePrincipal: required(v.principal),
    Operations: required(v.grantOperations),
    RetiringPrincipal: optional(v.principal),
    Constraints: optional(v.grantConstraints),
    Name: optional(v.grantName),
  },
  ListGrants: {
    ...page,
    KeyId: required(v.keyId),
    GrantId: optional(v.grantId),
    GranteePrincipal: optional(v.principal),
  },
  ListRetirableGrants: { ...page, RetiringPrincipal: required(v.principal) },
  RetireGrant: { GrantToken: optional(v.grantToken), KeyId: optional(v.keyId), GrantId: optional(v.grantId) },
  RevokeGrant: { KeyId: required(v.keyId), GrantId: required(v.grantId) },
} as const

const materialInputs = {
  EnableKeyRotation: keyIdOnly,
  DisableKeyRotation: keyIdOnly,
  GetKeyRotationStatus: keyIdOnly,
  GetParametersForImport: {
    KeyId: required(v.keyId),
    WrappingAlgorithm: required(choice(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const)),
    WrappingKeySpec: required(choice(['RSA_2048'] as const)),
  },
  ImportKeyMaterial: {
    KeyId: required(v.keyId),
    ImportToken: required(v.ciphertext),
    EncryptedKeyMaterial: required(v.ciphertext),
    ExpirationModel: required(v.expirationModel),
    ValidTo: optional(timestamp),
  },
  DeleteImportedKeyMaterial: keyIdOnly,
} as const

const encryptionAlgorithm = choice(['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const)
const dataKey = {
  KeyId: required(v.keyId),
  EncryptionContext: context,
  KeySpec: optional(choice(['AES_256', 'AES_128'] as const)),
  NumberOfBytes: optional(v.numberOfBytes),
  GrantTokens: grantTokens,
}
const dataKeyPair = {
  KeyId: required(v.keyId),
  KeyPairSpec: required(
    choice([
      'RSA_2048',
      'RSA_3072',
      'RSA_4096',
      'ECC_NIST_P256',
      'ECC_NIST_P384',
      'ECC_NIST_P521',
      'ECC_SECG_P256K1',
    ] as const),
  ),
  EncryptionContext: context,
  GrantTokens: grantTokens,
}
const signature = {
  KeyId: required(v.keyId),
  Message: required(v.plaintext),
  MessageType: optional(choice(['RAW', 'DIGEST'] as const)),
  SigningAlgorithm: required(choice(namesOf(SIGNING_ALGORITHMS))),
  GrantTokens: grantTokens,
}
const mac = {
  KeyId: required(v.keyId),
  Message: required(v.plaintext),
  MacAlgorithm: required(v.macAlgorithm),
  GrantTokens: grantTokens,
}

const cryptoInputs = {
  Encrypt: {
    KeyId: required(v.keyId),
    Plaintext: required(v.plaintext),
    EncryptionContext: context,
    GrantTokens: grantTokens,
    EncryptionAlgorithm: optional(encryptionAlgorithm),
  },
  Decrypt: {
    CiphertextBlob: required(v.ciphertext),
    KeyId: optional(v.keyId),
    EncryptionContext: context,
    GrantTokens: grantTokens,
  },
  ReEncrypt: {
    CiphertextBlob: required(v.ciphertext),
    DestinationKeyId: required(v.keyId),
    SourceKeyId: optional(v.keyId),
    SourceEncryptionContext: context,
    DestinationEncryptionContext: context,
    SourceEncryptionAlgorithm: optional(encryptionAlgorithm),
    DestinationEncryptionAlgorithm: optional(encryptionAlgorithm),
    GrantTokens: grantTokens,
  },
  GenerateDataKey: dataKey,
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateDataKeyPair: dataKeyPair,
  GenerateDataKeyPairWithoutPlaintext: dataKeyPair,
  Sign: signature,
  Verify: { ...signature, Signature: required(v.ciphertext) },
  GenerateMAC: mac,
  VerifyMac: { ...mac, Mac: required(v.ciphertext) },
  DeriveSharedSecret: {
    KeyId: required(v.keyId),
    PublicKey: required(v.peerPublicKey),
    RecipientInfo: optional(blob(262_144)),
  },
  GetPublicKey: { KeyId: required(v.keyId), GrantTokens: grantTokens },
} as const

/** The 44 operations that have a page, by wire name. */
export const inputs = { ...keyInputs, ...resourceInputs, ...materialInputs, ...cryptoInputs } as const
