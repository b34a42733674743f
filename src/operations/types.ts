import type { ReplyInfo } from '../exchange.ts'
import type { Input, Output } from './index.ts'

export interface CreateKeyInput extends Input<'createKey'> {}
export interface CreateKeyOutput extends Output<'createKey'>, ReplyInfo {}
export interface DescribeKeyInput extends Input<'describeKey'> {}
export interface DescribeKeyOutput extends Output<'describeKey'>, ReplyInfo {}
export interface ListKeysInput extends Input<'listKeys'> {}
export interface ListKeysOutput extends Output<'listKeys'>, ReplyInfo {}
export interface UpdateKeyDescriptionInput extends Input<'updateKeyDescription'> {}
export interface UpdateKeyDescriptionOutput extends Output<'updateKeyDescription'>, ReplyInfo {}
export interface UpdateKeyNameInput extends Input<'updateKeyName'> {}
export interface UpdateKeyNameOutput extends Output<'updateKeyName'>, ReplyInfo {}
export interface EnableKeyInput extends Input<'enableKey'> {}
export interface EnableKeyOutput extends Output<'enableKey'>, ReplyInfo {}
export interface DisableKeyInput extends Input<'disableKey'> {}
export interface DisableKeyOutput extends Output<'disableKey'>, ReplyInfo {}
export interface ScheduleKeyDeletionInput extends Input<'scheduleKeyDeletion'> {}
export interface ScheduleKeyDeletionOutput extends Output<'scheduleKeyDeletion'>, ReplyInfo {}
export interface CancelKeyDeletionInput extends Input<'cancelKeyDeletion'> {}
export interface CancelKeyDeletionOutput extends Output<'cancelKeyDeletion'>, ReplyInfo {}
export interface SetDeletionProtectionInput extends Input<'setDeletionProtection'> {}
export interface SetDeletionProtectionOutput extends Output<'setDeletionProtection'>, ReplyInfo {}
export interface GetKeyLastUsageInput extends Input<'getKeyLastUsage'> {}
export interface GetKeyLastUsageOutput extends Output<'getKeyLastUsage'>, ReplyInfo {}
export interface CreateAliasInput extends Input<'createAlias'> {}
export interface CreateAliasOutput extends Output<'createAlias'>, ReplyInfo {}
export interface UpdateAliasInput extends Input<'updateAlias'> {}
export interface UpdateAliasOutput extends Output<'updateAlias'>, ReplyInfo {}
export interface DeleteAliasInput extends Input<'deleteAlias'> {}
export interface DeleteAliasOutput extends Output<'deleteAlias'>, ReplyInfo {}
export interface ListAliasesInput extends Input<'listAliases'> {}
export interface ListAliasesOutput extends Output<'listAliases'>, ReplyInfo {}
export interface EncryptInput extends Input<'encrypt'> {}
export interface EncryptOutput extends Output<'encrypt'>, ReplyInfo {}
export interface DecryptInput extends Input<'decrypt'> {}
export interface DecryptOutput extends Output<'decrypt'>, ReplyInfo {}
export interface ReEncryptInput extends Input<'reEncrypt'> {}
export interface ReEncryptOutput extends Output<'reEncrypt'>, ReplyInfo {}
export interface GenerateDataKeyInput extends Input<'generateDataKey'> {}
export interface GenerateDataKeyOutput extends Output<'generateDataKey'>, ReplyInfo {}
export interface GenerateDataKeyWithoutPlaintextInput extends Input<'generateDataKeyWithoutPlaintext'> {}
export interface GenerateDataKeyWithoutPlaintextOutput extends Output<'generateDataKeyWithoutPlaintext'>, ReplyInfo {}
export interface EncryptDataKeyInput extends Input<'encryptDataKey'> {}
export interface EncryptDataKeyOutput extends Output<'encryptDataKey'>, ReplyInfo {}
export interface DecryptDataKeyInput extends Input<'decryptDataKey'> {}
export interface DecryptDataKeyOutput extends Output<'decryptDataKey'>, ReplyInfo {}
export interface GenerateDataKeyPairInput extends Input<'generateDataKeyPair'> {}
export interface GenerateDataKeyPairOutput extends Output<'generateDataKeyPair'>, ReplyInfo {}
export interface GenerateDataKeyPairWithoutPlaintextInput extends Input<'generateDataKeyPairWithoutPlaintext'> {}
export interface GenerateDataKeyPairWithoutPlaintextOutput
  extends Output<'generateDataKeyPairWithoutPlaintext'>,
    ReplyInfo {}
export interface GenerateRandomInput extends Input<'generateRandom'> {}
export interface GenerateRandomOutput extends Output<'generateRandom'>, ReplyInfo {}
export interface SignInput extends Input<'sign'> {}
export interface SignOutput extends Output<'sign'>, ReplyInfo {}
export interface VerifyInput extends Input<'verify'> {}
export interface VerifyOutput extends Output<'verify'>, ReplyInfo {}
export interface GetPublicKeyInput extends Input<'getPublicKey'> {}
export interface GetPublicKeyOutput extends Output<'getPublicKey'>, ReplyInfo {}
export interface GenerateMacInput extends Input<'generateMac'> {}
export interface GenerateMacOutput extends Output<'generateMac'>, ReplyInfo {}
export interface VerifyMacInput extends Input<'verifyMac'> {}
export interface VerifyMacOutput extends Output<'verifyMac'>, ReplyInfo {}
export interface DeriveSharedSecretInput extends Input<'deriveSharedSecret'> {}
export interface DeriveSharedSecretOutput extends Output<'deriveSharedSecret'>, ReplyInfo {}
export interface GetParametersForImportInput extends Input<'getParametersForImport'> {}
export interface GetParametersForImportOutput extends Output<'getParametersForImport'>, ReplyInfo {}
export interface ImportKeyMaterialInput extends Input<'importKeyMaterial'> {}
export interface ImportKeyMaterialOutput extends Output<'importKeyMaterial'>, ReplyInfo {}
export interface DeleteKeyMaterialInput extends Input<'deleteKeyMaterial'> {}
export interface DeleteKeyMaterialOutput extends Output<'deleteKeyMaterial'>, ReplyInfo {}
export interface EnableKeyRotationInput extends Input<'enableKeyRotation'> {}
export interface EnableKeyRotationOutput extends Output<'enableKeyRotation'>, ReplyInfo {}
export interface DisableKeyRotationInput extends Input<'disableKeyRotation'> {}
export interface DisableKeyRotationOutput extends Output<'disableKeyRotation'>, ReplyInfo {}
export interface GetKeyRotationStatusInput extends Input<'getKeyRotationStatus'> {}
export interface GetKeyRotationStatusOutput extends Output<'getKeyRotationStatus'>, ReplyInfo {}
export interface RotateKeyOnDemandInput extends Input<'rotateKeyOnDemand'> {}
export interface RotateKeyOnDemandOutput extends Output<'rotateKeyOnDemand'>, ReplyInfo {}
export interface CreateKeyVersionInput extends Input<'createKeyVersion'> {}
export interface CreateKeyVersionOutput extends Output<'createKeyVersion'>, ReplyInfo {}
export interface ListKeyVersionsInput extends Input<'listKeyVersions'> {}
export interface ListKeyVersionsOutput extends Output<'listKeyVersions'>, ReplyInfo {}
export interface TagKeyInput extends Input<'tagKey'> {}
export interface TagKeyOutput extends Output<'tagKey'>, ReplyInfo {}
export interface UntagKeyInput extends Input<'untagKey'> {}
export interface UntagKeyOutput extends Output<'untagKey'>, ReplyInfo {}
export interface ListKeyTagsInput extends Input<'listKeyTags'> {}
export interface ListKeyTagsOutput extends Output<'listKeyTags'>, ReplyInfo {}
export interface CreateGrantInput extends Input<'createGrant'> {}
export interface CreateGrantOutput extends Output<'createGrant'>, ReplyInfo {}
export interface ListGrantsInput extends Input<'listGrants'> {}
export interface ListGrantsOutput extends Output<'listGrants'>, ReplyInfo {}
export interface RevokeGrantInput extends Input<'revokeGrant'> {}
export interface RevokeGrantOutput extends Output<'revokeGrant'>, ReplyInfo {}
export interface RetireGrantInput extends Input<'retireGrant'> {}
export interface RetireGrantOutput extends Output<'retireGrant'>, ReplyInfo {}
export interface ListRetirableGrantsInput extends Input<'listRetirableGrants'> {}
export interface ListRetirableGrantsOutput extends Output<'listRetirableGrants'>, ReplyInfo {}
export interface GetKeyPolicyInput extends Input<'getKeyPolicy'> {}
export interface GetKeyPolicyOutput extends Output<'getKeyPolicy'>, ReplyInfo {}
export interface PutKeyPolicyInput extends Input<'putKeyPolicy'> {}
export interface PutKeyPolicyOutput extends Output<'putKeyPolicy'>, ReplyInfo {}
export interface ListKeyPoliciesInput extends Input<'listKeyPolicies'> {}
export interface ListKeyPoliciesOutput extends Output<'listKeyPolicies'>, ReplyInfo {}
export interface ReplicateKeyInput extends Input<'replicateKey'> {}
export interface ReplicateKeyOutput extends Output<'replicateKey'>, ReplyInfo {}
export interface UpdatePrimaryRegionInput extends Input<'updatePrimaryRegion'> {}
export interface UpdatePrimaryRegionOutput extends Output<'updatePrimaryRegion'>, ReplyInfo {}
