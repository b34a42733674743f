/**
 * The parameters of every action: names, which are needed, and what they may be. From the published API metadata
 * (aliyun/aliyun-openapi-meta `metadatas/kms`, alibabacloud-go/kms-20160120 v4.1.0) and the action pages.
 */
import { emptiable, optional, repeated, repeatedTags, required, type ValuesOf } from './fields.ts'
import * as v from './values.ts'
import { ENCRYPTIONS, KEY_SPECS, MACS, RETIRED_SPECS, SIGNING, type Signing } from './vocabulary.ts'

const keyId = required(v.text())
const dryRun = optional(v.flag)
const description = v.text(8_192)
const page = { PageNumber: optional(v.integer(1, 1_000_000_000)), PageSize: optional(v.integer(1, 101)) }
const context = optional(v.context)
const recipient = optional(v.text())
const rotation = { RotationInterval: optional(v.interval) }

const signing = v.oneOf(...(Object.keys(SIGNING) as Signing[])) // the keys of that very literal
const encryption = v.oneOf(...ENCRYPTIONS)
const mac = v.oneOf(...MACS)
const dataKey = {
  KeyId: keyId,
  KeySpec: optional(v.oneOf('AES_256', 'AES_128')),
  NumberOfBytes: optional(v.integer(1, 1_024)),
  EncryptionContext: context,
  DryRun: dryRun,
}
const exported = {
  PublicKeyBlob: required(v.base64),
  WrappingKeySpec: required(v.oneOf('RSA_2048', 'EC_SM2')),
  WrappingAlgorithm: required(encryption),
}
const version = { KeyId: keyId, KeyVersionId: required(v.text()) }
const tagged = { RegionId: required(v.text()), ResourceType: required(v.oneOf('key', 'secret')) }
const owner = { KeyId: optional(v.text()), SecretName: optional(v.text()), CertificateId: optional(v.text()) }
const passwordFlag = optional(v.flag)

const keys = {
  CreateKey: {
    Description: optional(description),
    KeySpec: optional(v.oneOf(...KEY_SPECS.map(String), ...RETIRED_SPECS)),
    KeyUsage: optional(v.oneOf('ENCRYPT/DECRYPT', 'SIGN/VERIFY')),
    Origin: optional(v.oneOf('Aliyun_KMS', 'EXTERNAL')),
    ProtectionLevel: optional(v.oneOf('SOFTWARE', 'HSM')),
    EnableAutomaticRotation: optional(v.flag),
    ...rotation,
    DKMSInstanceId: optional(v.text()),
    KeyStorageMechanism: optional(v.oneOf('HsmInternal', 'HsmEncryptedDatabase')),
    Policy: optional(v.policy),
    Tags: optional(v.tags(20)),
  },
  DescribeKey: { KeyId: keyId },
  ListKeys: { ...page, Filters: optional(v.filters) },
  UpdateKeyDescription: { KeyId: keyId, Description: emptiable(description) },
  EnableKey: { KeyId: keyId },
  DisableKey: { KeyId: keyId },
  ScheduleKeyDeletion: { KeyId: keyId, PendingWindowInDays: required(v.integer(7, 366)) },
  CancelKeyDeletion: { KeyId: keyId },
  SetDeletionProtection: {
    EnableDeletionProtection: required(v.flag),
    ProtectedResourceArn: optional(v.text()),
    KeyId: optional(v.text()),
    KmsInstanceId: optional(v.text()),
    DeletionProtectionDescription: optional(description),
  },
  SetKeyPolicy: { KeyId: keyId, Policy: required(v.policy), PolicyName: optional(v.oneOf('default')) },
  GetKeyPolicy: { KeyId: keyId, PolicyName: optional(v.oneOf('default')) },
} as const

const versions = {
  CreateKeyVersion: { KeyId: keyId },
  DescribeKeyVersion: version,
  ListKeyVersions: { KeyId: keyId, ...page },
  UpdateRotationPolicy: { KeyId: keyId, EnableAutomaticRotation: required(v.flag), ...rotation },
} as const

const aliases = {
  CreateAlias: { KeyId: keyId, AliasName: required(v.aliasName) },
  UpdateAlias: { AliasName: required(v.aliasName), KeyId: keyId },
  DeleteAlias: { AliasName: required(v.aliasName) },
  ListAliases: page,
  ListAliasesByKeyId: { KeyId: keyId, ...page },
} as const

const imports = {
  GetParametersForImport: {
    KeyId: keyId,
    WrappingAlgorithm: required(v.oneOf('RSAES_PKCS1_V1_5', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE')),
    WrappingKeySpec: required(v.oneOf('RSA_2048', 'EC_SM2')),
  },
  ImportKeyMaterial: {
    KeyId: keyId,
    EncryptedKeyMaterial: required(v.base64),
    ImportToken: required(v.text()),
    KeyMaterialExpireUnix: optional(v.integer(0, 100_000_000_000)),
  },
  DeleteKeyMaterial: { KeyId: keyId },
} as const

const cryptography = {
  Encrypt: { KeyId: keyId, Plaintext: required(v.plaintext), EncryptionContext: context, DryRun: dryRun },
  Decrypt: { CiphertextBlob: required(v.base64), EncryptionContext: context, DryRun: dryRun, Recipient: recipient },
  GenerateDataKey: { ...dataKey, Recipient: recipient },
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateAndExportDataKey: { ...dataKey, ...exported },
  ExportDataKey: { CiphertextBlob: required(v.base64), EncryptionContext: context, ...exported, DryRun: dryRun },
  ReEncrypt: {
    CiphertextBlob: required(v.base64),
    DestinationKeyId: keyId,
    DestinationEncryptionContext: context,
    SourceEncryptionContext: context,
    SourceKeyId: optional(v.text()),
    SourceKeyVersionId: optional(v.text()),
    SourceEncryptionAlgorithm: optional(encryption),
    DryRun: dryRun,
  },
  AsymmetricSign: { ...version, Algorithm: required(signing), Digest: required(v.base64Of(32)), DryRun: dryRun },
  AsymmetricVerify: {
    ...version,
    Algorithm: required(signing),
    Digest: required(v.base64Of(32)),
    Value: required(v.base64),
    DryRun: dryRun,
  },
  AsymmetricEncrypt: { ...version, Algorithm: required(encryption), Plaintext: required(v.base64), DryRun: dryRun },
  AsymmetricDecrypt: {
    ...version,
    Algorithm: required(encryption),
    CiphertextBlob: required(v.base64),
    DryRun: dryRun,
  },
  GetPublicKey: { ...version, DryRun: dryRun },
  GenerateMac: { KeyId: keyId, Algorithm: required(mac), Message: required(v.base64), DryRun: dryRun },
  VerifyMac: {
    KeyId: keyId,
    Algorithm: required(mac),
    Message: required(v.base64),
    Mac: required(v.base64),
    DryRun: dryRun,
  },
} as const

const tags = {
  TagResource: { ...owner, Tags: required(v.tags(10)) },
  UntagResource: { ...owner, TagKeys: required(v.tagKeys) },
  ListResourceTags: { KeyId: keyId },
  TagResources: { ...tagged, ResourceId: repeated(50, true), Tag: repeatedTags(20, true) },
  UntagResources: {
    ...tagged,
    ResourceId: repeated(50, true),
    TagKey: repeated(20, false),
    All: optional(v.flag),
  },
  ListTagResources: {
    ...tagged,
    ResourceId: repeated(50, false),
    Tag: repeatedTags(20, false),
    NextToken: optional(v.text()),
  },
} as const

const service = {
  DescribeRegions: {},
  DescribeAccountKmsStatus: {},
  OpenKmsService: {},
  GetRandomPassword: {
    PasswordLength: optional(v.integer(8, 128)),
    ExcludeCharacters: optional(v.text()),
    ExcludeLowercase: passwordFlag,
    ExcludeUppercase: passwordFlag,
    ExcludeNumbers: passwordFlag,
    ExcludePunctuation: passwordFlag,
    RequireEachIncludedType: passwordFlag,
  },
} as const

export const inputs = {
  ...keys,
  ...versions,
  ...aliases,
  ...imports,
  ...cryptography,
  ...tags,
  ...service,
} as const

export type Action = keyof typeof inputs

export type Input<A extends Action> = ValuesOf<(typeof inputs)[A]>

export const isAction = (name: string): name is Action => Object.hasOwn(inputs, name)
