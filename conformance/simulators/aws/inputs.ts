/** Request members of every operation, in the model's order (botocore kms service-2, 54 operations). */
import { storeInputs } from './inputs-stores.ts'
import { optional, required, type StructureOf, timestamp } from './shapes.ts'
import * as v from './vocabulary.ts'

const keyIdOnly = { KeyId: required(v.keyId) }
const page = { Limit: optional(v.limit), Marker: optional(v.marker) }
const grantTokens = optional(v.grantTokens)
const dryRun = optional(v.flag)
const context = optional(v.encryptionContext)

const keyInputs = {
  CreateKey: {
    Policy: optional(v.policy),
    Description: optional(v.description),
    KeyUsage: optional(v.keyUsage),
    CustomerMasterKeySpec: optional(v.customerMasterKeySpec),
    KeySpec: optional(v.keySpec),
    Origin: optional(v.origin),
    CustomKeyStoreId: optional(v.customKeyStoreId),
    BypassPolicyLockoutSafetyCheck: optional(v.flag),
    Tags: optional(v.tags),
    MultiRegion: optional(v.flag),
    XksKeyId: optional(v.xksKeyId),
  },
  DescribeKey: { KeyId: required(v.keyId), GrantTokens: grantTokens },
  ListKeys: page,
  EnableKey: keyIdOnly,
  DisableKey: keyIdOnly,
  ScheduleKeyDeletion: { KeyId: required(v.keyId), PendingWindowInDays: optional(v.pendingWindowInDays) },
  CancelKeyDeletion: keyIdOnly,
  UpdateKeyDescription: { KeyId: required(v.keyId), Description: required(v.description) },
  GetKeyLastUsage: keyIdOnly,
  CreateAlias: { AliasName: required(v.aliasName), TargetKeyId: required(v.keyId) },
  UpdateAlias: { AliasName: required(v.aliasName), TargetKeyId: required(v.keyId) },
  DeleteAlias: { AliasName: required(v.aliasName) },
  ListAliases: { KeyId: optional(v.keyId), ...page },
  TagResource: { KeyId: required(v.keyId), Tags: required(v.tags) },
  UntagResource: { KeyId: required(v.keyId), TagKeys: required(v.tagKeys) },
  ListResourceTags: { KeyId: required(v.keyId), ...page },
  GetKeyPolicy: { KeyId: required(v.keyId), PolicyName: optional(v.policyName) },
  PutKeyPolicy: {
    KeyId: required(v.keyId),
    PolicyName: optional(v.policyName),
    Policy: required(v.policy),
    BypassPolicyLockoutSafetyCheck: optional(v.flag),
  },
  ListKeyPolicies: { KeyId: required(v.keyId), ...page },
  ReplicateKey: {
    KeyId: required(v.keyId),
    ReplicaRegion: required(v.region),
    Policy: optional(v.policy),
    BypassPolicyLockoutSafetyCheck: optional(v.flag),
    Description: optional(v.description),
    Tags: optional(v.tags),
  },
  UpdatePrimaryRegion: { KeyId: required(v.keyId), PrimaryRegion: required(v.region) },
} as const

const grantInputs = {
  CreateGrant: {
    KeyId: required(v.keyId),
    GranteePrincipal: optional(v.principal),
    RetiringPrincipal: optional(v.principal),
    Operations: required(v.grantOperations),
    Constraints: optional(v.grantConstraints),
    GrantTokens: grantTokens,
    Name: optional(v.grantName),
    DryRun: dryRun,
    GranteeServicePrincipal: optional(v.servicePrincipal),
    RetiringServicePrincipal: optional(v.servicePrincipal),
  },
  ListGrants: {
    ...page,
    KeyId: required(v.keyId),
    GrantId: optional(v.grantId),
    GranteePrincipal: optional(v.principal),
    GranteeServicePrincipal: optional(v.servicePrincipal),
  },
  ListRetirableGrants: {
    ...page,
    RetiringPrincipal: optional(v.principal),
    RetiringServicePrincipal: optional(v.servicePrincipal),
  },
  RetireGrant: {
    GrantToken: optional(v.grantToken),
    KeyId: optional(v.keyId),
    GrantId: optional(v.grantId),
    DryRun: dryRun,
  },
  RevokeGrant: { KeyId: required(v.keyId), GrantId: required(v.grantId), DryRun: dryRun },
} as const

const materialInputs = {
  EnableKeyRotation: { KeyId: required(v.keyId), RotationPeriodInDays: optional(v.rotationPeriodInDays) },
  DisableKeyRotation: keyIdOnly,
  GetKeyRotationStatus: keyIdOnly,
  RotateKeyOnDemand: keyIdOnly,
  ListKeyRotations: { KeyId: required(v.keyId), IncludeKeyMaterial: optional(v.includeKeyMaterial), ...page },
  GetParametersForImport: {
    KeyId: required(v.keyId),
    WrappingAlgorithm: required(v.wrappingAlgorithm),
    WrappingKeySpec: required(v.wrappingKeySpec),
  },
  ImportKeyMaterial: {
    KeyId: required(v.keyId),
    ImportToken: required(v.ciphertext),
    EncryptedKeyMaterial: required(v.ciphertext),
    ValidTo: optional(timestamp),
    ExpirationModel: optional(v.expirationModel),
    ImportType: optional(v.importType),
    KeyMaterialDescription: optional(v.keyMaterialDescription),
    KeyMaterialId: optional(v.keyMaterialId),
  },
  DeleteImportedKeyMaterial: { KeyId: required(v.keyId), KeyMaterialId: optional(v.keyMaterialId) },
} as const

const cryptoInputs = {
  Encrypt: {
    KeyId: required(v.keyId),
    Plaintext: required(v.plaintext),
    EncryptionContext: context,
    GrantTokens: grantTokens,
    EncryptionAlgorithm: optional(v.encryptionAlgorithm),
    DryRun: dryRun,
  },
  Decrypt: {
    CiphertextBlob: optional(v.ciphertext),
    EncryptionContext: context,
    GrantTokens: grantTokens,
    KeyId: optional(v.keyId),
    EncryptionAlgorithm: optional(v.encryptionAlgorithm),
    Recipient: optional(v.recipient),
    DryRun: dryRun,
    DryRunModifiers: optional(v.dryRunModifiers),
  },
  ReEncrypt: {
    CiphertextBlob: optional(v.ciphertext),
    SourceEncryptionContext: context,
    SourceKeyId: optional(v.keyId),
    DestinationKeyId: required(v.keyId),
    DestinationEncryptionContext: context,
    SourceEncryptionAlgorithm: optional(v.encryptionAlgorithm),
    DestinationEncryptionAlgorithm: optional(v.encryptionAlgorithm),
    GrantTokens: grantTokens,
    DryRun: dryRun,
    DryRunModifiers: optional(v.dryRunModifiers),
  },
  GenerateDataKey: {
    KeyId: required(v.keyId),
    EncryptionContext: context,
    NumberOfBytes: optional(v.numberOfBytes),
    KeySpec: optional(v.dataKeySpec),
    GrantTokens: grantTokens,
    Recipient: optional(v.recipient),
    DryRun: dryRun,
  },
  GenerateDataKeyWithoutPlaintext: {
    KeyId: required(v.keyId),
    EncryptionContext: context,
    KeySpec: optional(v.dataKeySpec),
    NumberOfBytes: optional(v.numberOfBytes),
    GrantTokens: grantTokens,
    DryRun: dryRun,
  },
  GenerateDataKeyPair: {
    EncryptionContext: context,
    KeyId: required(v.keyId),
    KeyPairSpec: required(v.dataKeyPairSpec),
    GrantTokens: grantTokens,
    Recipient: optional(v.recipient),
    DryRun: dryRun,
  },
  GenerateDataKeyPairWithoutPlaintext: {
    EncryptionContext: context,
    KeyId: required(v.keyId),
    KeyPairSpec: required(v.dataKeyPairSpec),
    GrantTokens: grantTokens,
    DryRun: dryRun,
  },
  GenerateRandom: {
    NumberOfBytes: optional(v.numberOfBytes),
    CustomKeyStoreId: optional(v.customKeyStoreId),
    Recipient: optional(v.recipient),
  },
  Sign: {
    KeyId: required(v.keyId),
    Message: required(v.plaintext),
    MessageType: optional(v.messageType),
    GrantTokens: grantTokens,
    SigningAlgorithm: required(v.signingAlgorithm),
    DryRun: dryRun,
  },
  Verify: {
    KeyId: required(v.keyId),
    Message: required(v.plaintext),
    MessageType: optional(v.messageType),
    Signature: required(v.ciphertext),
    SigningAlgorithm: required(v.signingAlgorithm),
    GrantTokens: grantTokens,
    DryRun: dryRun,
  },
  GenerateMac: {
    Message: required(v.plaintext),
    KeyId: required(v.keyId),
    MacAlgorithm: required(v.macAlgorithm),
    GrantTokens: grantTokens,
    DryRun: dryRun,
  },
  VerifyMac: {
    Message: required(v.plaintext),
    KeyId: required(v.keyId),
    MacAlgorithm: required(v.macAlgorithm),
    Mac: required(v.ciphertext),
    GrantTokens: grantTokens,
    DryRun: dryRun,
  },
  DeriveSharedSecret: {
    KeyId: required(v.keyId),
    KeyAgreementAlgorithm: required(v.keyAgreementAlgorithm),
    PublicKey: required(v.peerPublicKey),
    GrantTokens: grantTokens,
    DryRun: dryRun,
    Recipient: optional(v.recipient),
  },
  GetPublicKey: { KeyId: required(v.keyId), GrantTokens: grantTokens },
} as const

/** Every operation the simulator knows, by wire name. */
export const inputs = { ...keyInputs, ...grantInputs, ...materialInputs, ...cryptoInputs, ...storeInputs } as const

/** Wire name of an operation. */
export type Action = keyof typeof inputs

/** The validated, decoded request of an operation: blobs are bytes, timestamps are ms since the epoch. */
export type Input<A extends Action> = StructureOf<(typeof inputs)[A]>

export const isAction = (name: string): name is Action => Object.hasOwn(inputs, name)
