import { call, callRaw, type Result } from './call.ts'
import type { Limits } from './limits.ts'
import { type Input, isOperationName, type OperationName, operationNames } from './operations/index.ts'
import type {
  CancelKeyDeletionInput,
  CancelKeyDeletionOutput,
  CreateAliasInput,
  CreateAliasOutput,
  CreateGrantInput,
  CreateGrantOutput,
  CreateKeyInput,
  CreateKeyOutput,
  CreateKeyVersionInput,
  CreateKeyVersionOutput,
  DecryptDataKeyInput,
  DecryptDataKeyOutput,
  DecryptInput,
  DecryptOutput,
  DeleteAliasInput,
  DeleteAliasOutput,
  DeleteKeyMaterialInput,
  DeleteKeyMaterialOutput,
  DeriveSharedSecretInput,
  DeriveSharedSecretOutput,
  DescribeKeyInput,
  DescribeKeyOutput,
  DisableKeyInput,
  DisableKeyOutput,
  DisableKeyRotationInput,
  DisableKeyRotationOutput,
  EnableKeyInput,
  EnableKeyOutput,
  EnableKeyRotationInput,
  EnableKeyRotationOutput,
  EncryptDataKeyInput,
  EncryptDataKeyOutput,
  EncryptInput,
  EncryptOutput,
  GenerateDataKeyInput,
  GenerateDataKeyOutput,
  GenerateDataKeyPairInput,
  GenerateDataKeyPairOutput,
  GenerateDataKeyPairWithoutPlaintextInput,
  GenerateDataKeyPairWithoutPlaintextOutput,
  GenerateDataKeyWithoutPlaintextInput,
  GenerateDataKeyWithoutPlaintextOutput,
  GenerateMacInput,
  GenerateMacOutput,
  GenerateRandomInput,
  GenerateRandomOutput,
  GetKeyLastUsageInput,
  GetKeyLastUsageOutput,
  GetKeyPolicyInput,
  GetKeyPolicyOutput,
  GetKeyRotationStatusInput,
  GetKeyRotationStatusOutput,
  GetParametersForImportInput,
  GetParametersForImportOutput,
  GetPublicKeyInput,
  GetPublicKeyOutput,
  ImportKeyMaterialInput,
  ImportKeyMaterialOutput,
  ListAliasesInput,
  ListAliasesOutput,
  ListGrantsInput,
  ListGrantsOutput,
  ListKeyPoliciesInput,
  ListKeyPoliciesOutput,
  ListKeysInput,
  ListKeysOutput,
  ListKeyTagsInput,
  ListKeyTagsOutput,
  ListKeyVersionsInput,
  ListKeyVersionsOutput,
  ListRetirableGrantsInput,
  ListRetirableGrantsOutput,
  PutKeyPolicyInput,
  PutKeyPolicyOutput,
  ReEncryptInput,
  ReEncryptOutput,
  ReplicateKeyInput,
  ReplicateKeyOutput,
  RetireGrantInput,
  RetireGrantOutput,
  RevokeGrantInput,
  RevokeGrantOutput,
  RotateKeyOnDemandInput,
  RotateKeyOnDemandOutput,
  ScheduleKeyDeletionInput,
  ScheduleKeyDeletionOutput,
  SetDeletionProtectionInput,
  SetDeletionProtectionOutput,
  SignInput,
  SignOutput,
  TagKeyInput,
  TagKeyOutput,
  UntagKeyInput,
  UntagKeyOutput,
  UpdateAliasInput,
  UpdateAliasOutput,
  UpdateKeyDescriptionInput,
  UpdateKeyDescriptionOutput,
  UpdateKeyNameInput,
  UpdateKeyNameOutput,
  UpdatePrimaryRegionInput,
  UpdatePrimaryRegionOutput,
  VerifyInput,
  VerifyMacInput,
  VerifyMacOutput,
  VerifyOutput,
} from './operations/types.ts'
import type { Provider } from './provider.ts'
import { type CallOptions, type ClientCore, type ClientOptions, createCore } from './settings.ts'
import { type Sender, senderOf } from './stop.ts'

/**
 * One key management service, whichever it is. All methods reject with a {@link KmsError} and nothing else.
 *
 * Any method may also fail with `InvalidInput` or `Unsupported` (nothing was sent), `Unauthenticated`,
 * `CredentialsExpired`, `ClockSkew`, `AccessDenied`, `AccountUnusable`, `Throttled`, `ServiceUnavailable`, `Network`,
 * `Timeout`, `Aborted`, `InvalidResponse` or `Unmapped`.
 */
export interface KmsClient {
  /** The provider's id, such as `aws`. */
  readonly provider: string
  /** The cloud's documented bounds, with their sources. */
  readonly limits: Limits

  /** Does this cloud have the operation? One that it has not is refused before the network. */
  supports(operation: OperationName): boolean

  /**
   * Sends what the operation table does not cover, by the cloud's own name of the call.
   *
   * Signed, timed and error-mapped like the rest, but never repeated after an unclear failure.
   *
   * @param action - `DescribeKey` (AWS, Alibaba, Q-KMS) or the path below the project (Huawei, OTC).
   * @returns The cloud's reply, parsed; `{}` if it was empty.
   */
  raw(action: string, parameters?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown>

  /**
   * Creates a key.
   *
   * No unclear failure leaves a second key behind. Huawei and OTC refuse a name that is taken, which settles it. Elsewhere
   * the call fails with `ambiguous: true`, unless `idempotencyTag` is given: then the key is looked for by that tag, which
   * on AWS and Q-KMS reads the tags of all keys. New keys are `Enabled`, or `PendingImport` with origin `EXTERNAL`.
   *
   * @param input - `name` is needed on Huawei and OTC and made up there when absent; `idempotencyTag` is a value never
   * used before, such as a UUID.
   * @returns The new key's metadata.
   * @throws {@link KmsError} `InvalidInput`, `Unsupported` (a spec or field this cloud lacks), `QuotaExceeded`, `AlreadyExists` (name taken).
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
   */
  createKey(input?: CreateKeyInput, options?: CallOptions): Promise<CreateKeyOutput>

  /**
   * Reads what the cloud says of a key; works in every state.
   *
   * @param input - `keyId` is an id, ARN or alias.
   * @returns Metadata; members the cloud does not send are absent.
   * @throws {@link KmsError} `KeyNotFound`, `AccessDenied`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
   */
  describeKey(input: DescribeKeyInput, options?: CallOptions): Promise<DescribeKeyOutput>

  /**
   * Lists one page of keys.
   *
   * @param input - `limit` is keys per page (`kms.limits.pageItems`), `cursor` comes from the page before.
   * @returns Keys, and `cursor` while there is more.
   * @throws {@link KmsError} `InvalidInput` (foreign cursor).
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
   */
  listKeys(input?: ListKeysInput, options?: CallOptions): Promise<ListKeysOutput>

  /**
   * Replaces a key's description.
   *
   * @param input - `description` is at most `kms.limits.descriptionCharacters` characters.
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState` (pending deletion), `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html
   */
  updateKeyDescription(input: UpdateKeyDescriptionInput, options?: CallOptions): Promise<UpdateKeyDescriptionOutput>

  /**
   * Renames a key (Huawei, OTC).
   *
   * @param input - `name` is unique in the project.
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState`, `AlreadyExists`, `KeyNotFound`, `Unsupported`.
   * @see https://support.huaweicloud.com/intl/en-us/api-dew/UpdateKeyAlias.html
   */
  updateKeyName(input: UpdateKeyNameInput, options?: CallOptions): Promise<UpdateKeyNameOutput>

  /**
   * Makes a disabled key usable again.
   *
   * A key that is pending deletion stays so: cancel the deletion first. Huawei and OTC refuse a key that is enabled already; the others accept it.
   *
   * @returns The bare `keyId`; `state` where the reply has it.
   * @throws {@link KmsError} `InvalidKeyState`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html
   */
  enableKey(input: EnableKeyInput, options?: CallOptions): Promise<EnableKeyOutput>

  /**
   * Makes a key unusable until it is enabled again.
   *
   * @returns The bare `keyId`; `state` where the reply has it.
   * @throws {@link KmsError} `InvalidKeyState`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html
   */
  disableKey(input: DisableKeyInput, options?: CallOptions): Promise<DisableKeyOutput>

  /**
   * Schedules a key's deletion; until then the key is `PendingDeletion` and refuses all use.
   *
   * Not repeated after an unclear failure: a second request is refused as already scheduled.
   *
   * @param input - `pendingDays` is whole days within `kms.limits.pendingDays`; default 30.
   * @returns The bare `keyId`; `deletionDate` where the reply has it.
   * @throws {@link KmsError} `InvalidKeyState` (already scheduled), `DeletionProtected`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
   */
  scheduleKeyDeletion(input: ScheduleKeyDeletionInput, options?: CallOptions): Promise<ScheduleKeyDeletionOutput>

  /**
   * Takes a scheduled deletion back.
   *
   * Afterwards the key is `Disabled` on AWS and Q-KMS, `Enabled` on Alibaba, `Disabled` (or `PendingImport` without material) on Huawei and OTC.
   *
   * @returns The bare `keyId`; `state` where the reply has it.
   * @throws {@link KmsError} `InvalidKeyState` (nothing is scheduled), `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
   */
  cancelKeyDeletion(input: CancelKeyDeletionInput, options?: CallOptions): Promise<CancelKeyDeletionOutput>

  /**
   * Switches a key's protection against deletion (Alibaba).
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState`, `KeyNotFound`, `Unsupported`.
   * @see https://api.alibabacloud.com/document/Kms/2016-01-20/SetDeletionProtection
   */
  setDeletionProtection(input: SetDeletionProtectionInput, options?: CallOptions): Promise<SetDeletionProtectionOutput>

  /**
   * Reads when a key was last used for cryptography (AWS).
   *
   * @returns `lastUsedAt` is absent for a key not used since `trackedSince`.
   * @throws {@link KmsError} `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html
   */
  getKeyLastUsage(input: GetKeyLastUsageInput, options?: CallOptions): Promise<GetKeyLastUsageOutput>

  /**
   * Gives a key an alias.
   *
   * @param input - `alias` starts with `alias/`.
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `AlreadyExists`, `InvalidKeyState` (pending deletion), `KeyNotFound`, `QuotaExceeded`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
   */
  createAlias(input: CreateAliasInput, options?: CallOptions): Promise<CreateAliasOutput>

  /**
   * Points an alias at another key.
   *
   * Only the state of the new key matters.
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `AliasNotFound`, `KeyNotFound`, `InvalidKeyState`, `InvalidKeyUsage`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
   */
  updateAlias(input: UpdateAliasInput, options?: CallOptions): Promise<UpdateAliasOutput>

  /**
   * Removes an alias; the key stays.
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `AliasNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html
   */
  deleteAlias(input: DeleteAliasInput, options?: CallOptions): Promise<DeleteAliasOutput>

  /**
   * Lists one page of aliases, of all keys or of one.
   *
   * @returns Aliases, and `cursor` while there is more.
   * @throws {@link KmsError} `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
   */
  listAliases(input?: ListAliasesInput, options?: CallOptions): Promise<ListAliasesOutput>

  /**
   * Encrypts up to `kms.limits.plaintextBytes` bytes under a key.
   *
   * For more, take a data key.
   *
   * @param input - `context` is bound to the ciphertext and needed again to decrypt; symmetric keys only.
   * @returns The cloud's ciphertext, unchanged.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `InvalidInput` (too long).
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
   */
  encrypt(input: EncryptInput, options?: CallOptions): Promise<EncryptOutput>

  /**
   * Decrypts what `encrypt` made.
   *
   * @param input - `keyId` is optional for symmetric ciphertexts and then checked; asymmetric ones need it and `algorithm`.
   * @returns The plaintext and the key that was used.
   * @throws {@link KmsError} `InvalidCiphertext` (damaged, or wrong context), `IncorrectKey`, `InvalidKeyState`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
   */
  decrypt(input: DecryptInput, options?: CallOptions): Promise<DecryptOutput>

  /**
   * Moves a ciphertext from one key to another inside the cloud; the plaintext never leaves it.
   *
   * @returns The new ciphertext.
   * @throws {@link KmsError} `InvalidCiphertext`, `IncorrectKey`, `InvalidKeyState` (either key), `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
   */
  reEncrypt(input: ReEncryptInput, options?: CallOptions): Promise<ReEncryptOutput>

  /**
   * Makes a data key, in the clear and encrypted under a key.
   *
   * @param input - `lengthBytes` or `spec`; neither means 32 bytes (OTC: always 64).
   * @returns Both forms; erase `plaintext` after use.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `InvalidInput` (length).
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
   */
  generateDataKey(input: GenerateDataKeyInput, options?: CallOptions): Promise<GenerateDataKeyOutput>

  /**
   * Makes a data key, encrypted only.
   *
   * @param input - `lengthBytes` or `spec`; neither means 32 bytes (OTC: always 64).
   * @returns The encrypted data key.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `InvalidInput` (length).
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html
   */
  generateDataKeyWithoutPlaintext(
    input: GenerateDataKeyWithoutPlaintextInput,
    options?: CallOptions,
  ): Promise<GenerateDataKeyWithoutPlaintextOutput>

  /**
   * Encrypts a data key that you have.
   *
   * Huawei and OTC keep data keys apart from other plaintexts; elsewhere it is `encrypt`.
   *
   * @returns The encrypted data key, as `generateDataKey` would give it.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidInput` (length), `KeyNotFound`.
   * @see https://support.huaweicloud.com/intl/en-us/api-dew/EncryptDatakey.html
   */
  encryptDataKey(input: EncryptDataKeyInput, options?: CallOptions): Promise<EncryptDataKeyOutput>

  /**
   * Decrypts what `generateDataKey` or `encryptDataKey` made.
   *
   * @param input - `lengthBytes` or `spec` as given when it was made; neither means 32 bytes (OTC: always 64).
   * @returns The data key; its length and, on Huawei and OTC, its digest are checked.
   * @throws {@link KmsError} `InvalidCiphertext` (also another length), `IncorrectKey`, `InvalidKeyState`, `InvalidResponse` (digest).
   * @see https://support.huaweicloud.com/intl/en-us/api-dew/DecryptDatakey.html
   */
  decryptDataKey(input: DecryptDataKeyInput, options?: CallOptions): Promise<DecryptDataKeyOutput>

  /**
   * Makes an asymmetric key pair whose private key is also encrypted under a key.
   *
   * @returns DER SubjectPublicKeyInfo, PKCS #8 in the clear and encrypted.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html
   */
  generateDataKeyPair(input: GenerateDataKeyPairInput, options?: CallOptions): Promise<GenerateDataKeyPairOutput>

  /**
   * Makes an asymmetric key pair; the private key comes encrypted only.
   *
   * @returns DER SubjectPublicKeyInfo and the encrypted private key.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html
   */
  generateDataKeyPairWithoutPlaintext(
    input: GenerateDataKeyPairWithoutPlaintextInput,
    options?: CallOptions,
  ): Promise<GenerateDataKeyPairWithoutPlaintextOutput>

  /**
   * Gives random bytes from the cloud's generator.
   *
   * @param input - `lengthBytes` within `kms.limits.randomBytes`.
   * @returns The bytes.
   * @throws {@link KmsError} `InvalidInput`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html
   */
  generateRandom(input: GenerateRandomInput, options?: CallOptions): Promise<GenerateRandomOutput>

  /**
   * Signs a message or its digest.
   *
   * @param input - Give `message` or `digest`; long messages must be hashed by the caller.
   * @returns The signature: ECDSA and SM2 as ASN.1 DER.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `InvalidInput`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
   */
  sign(input: SignInput, options?: CallOptions): Promise<SignOutput>

  /**
   * Checks a signature.
   *
   * A signature that does not fit is `{ valid: false }`, never an exception.
   *
   * @returns `valid`.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html
   */
  verify(input: VerifyInput, options?: CallOptions): Promise<VerifyOutput>

  /**
   * Reads the public half of an asymmetric key.
   *
   * @returns DER SubjectPublicKeyInfo and the same as PEM.
   * @throws {@link KmsError} `InvalidKeyUsage`, `InvalidKeyState`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
   */
  getPublicKey(input: GetPublicKeyInput, options?: CallOptions): Promise<GetPublicKeyOutput>

  /**
   * Makes a message authentication code.
   *
   * @returns The code, in full length.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
   */
  generateMac(input: GenerateMacInput, options?: CallOptions): Promise<GenerateMacOutput>

  /**
   * Checks a message authentication code.
   *
   * A code that does not fit is `{ valid: false }`, never an exception.
   *
   * @returns `valid`.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
   */
  verifyMac(input: VerifyMacInput, options?: CallOptions): Promise<VerifyMacOutput>

  /**
   * Agrees on a secret with another's public key (ECDH).
   *
   * @param input - `publicKey` is DER SubjectPublicKeyInfo on the same curve.
   * @returns The raw shared secret; derive keys from it, do not use it as one.
   * @throws {@link KmsError} `InvalidInput` (not such a key), `InvalidKeyState`, `InvalidKeyUsage`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html
   */
  deriveSharedSecret(input: DeriveSharedSecretInput, options?: CallOptions): Promise<DeriveSharedSecretOutput>

  /**
   * Fetches the one-off public key and token for importing key material.
   *
   * @returns DER SubjectPublicKeyInfo, the token, and when both end (24 hours).
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage` (not an external key), `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html
   */
  getParametersForImport(
    input: GetParametersForImportInput,
    options?: CallOptions,
  ): Promise<GetParametersForImportOutput>

  /**
   * Imports wrapped key material into an external key.
   *
   * @param input - `materialExpiresAt` absent means never.
   * @returns The bare `keyId` where the reply has it.
   * @throws {@link KmsError} `InvalidImportToken`, `InvalidKeyMaterial`, `InvalidCiphertext`, `InvalidKeyState`, `InvalidKeyUsage`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html
   */
  importKeyMaterial(input: ImportKeyMaterialInput, options?: CallOptions): Promise<ImportKeyMaterialOutput>

  /**
   * Deletes imported key material; the key becomes `PendingImport`.
   *
   * Everything encrypted under it is unreadable until the same material is imported again.
   *
   * @returns The bare `keyId` where the reply has it.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html
   */
  deleteKeyMaterial(input: DeleteKeyMaterialInput, options?: CallOptions): Promise<DeleteKeyMaterialOutput>

  /**
   * Switches automatic rotation on.
   *
   * @param input - `periodDays` within `kms.limits.rotationPeriodDays`.
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `Conflict` (already on: Huawei, OTC), `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
   */
  enableKeyRotation(input: EnableKeyRotationInput, options?: CallOptions): Promise<EnableKeyRotationOutput>

  /**
   * Switches automatic rotation off.
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `Conflict` (already off: Huawei, OTC), `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html
   */
  disableKeyRotation(input: DisableKeyRotationInput, options?: CallOptions): Promise<DisableKeyRotationOutput>

  /**
   * Reads whether and how often a key rotates.
   *
   * @returns `enabled`, and period and dates in so far as the cloud tells them.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
   */
  getKeyRotationStatus(input: GetKeyRotationStatusInput, options?: CallOptions): Promise<GetKeyRotationStatusOutput>

  /**
   * Rotates a key now; it ends some time after the reply.
   *
   * Never repeated by itself: every request counts against the quota.
   *
   * @returns The bare `keyId` where the reply has it.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `QuotaExceeded`, `Conflict`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html
   */
  rotateKeyOnDemand(input: RotateKeyOnDemandInput, options?: CallOptions): Promise<RotateKeyOnDemandOutput>

  /**
   * Adds a version to an asymmetric key (Alibaba).
   *
   * @returns The new version's id.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `QuotaExceeded`, `Unsupported`.
   * @see https://api.alibabacloud.com/document/Kms/2016-01-20/CreateKeyVersion
   */
  createKeyVersion(input: CreateKeyVersionInput, options?: CallOptions): Promise<CreateKeyVersionOutput>

  /**
   * Lists one page of a key's versions (on AWS: its rotations).
   *
   * @returns Versions, and `cursor` while there is more.
   * @throws {@link KmsError} `KeyNotFound`, `Unsupported`.
   * @see https://api.alibabacloud.com/document/Kms/2016-01-20/ListKeyVersions
   */
  listKeyVersions(input: ListKeyVersionsInput, options?: CallOptions): Promise<ListKeyVersionsOutput>

  /**
   * Adds tags to a key, or replaces their values.
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState` (pending deletion), `QuotaExceeded`, `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html
   */
  tagKey(input: TagKeyInput, options?: CallOptions): Promise<TagKeyOutput>

  /**
   * Removes tags from a key; tags that are not there do not matter.
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState` (pending deletion), `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html
   */
  untagKey(input: UntagKeyInput, options?: CallOptions): Promise<UntagKeyOutput>

  /**
   * Reads a key's tags, one page of them where the cloud pages.
   *
   * @returns Tags, and `cursor` while there is more.
   * @throws {@link KmsError} `KeyNotFound`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html
   */
  listKeyTags(input: ListKeyTagsInput, options?: CallOptions): Promise<ListKeyTagsOutput>

  /**
   * Lets somebody else use a key for some operations.
   *
   * Repeated after an unclear failure on AWS only, and only with a `name`: the same grant is then handed out again.
   *
   * @param input - `grantee` is an ARN (AWS, Q-KMS) or a user or account id (Huawei, OTC).
   * @returns The grant's id; on AWS also a token that works before the grant has spread.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidInput`, `QuotaExceeded`, `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
   */
  createGrant(input: CreateGrantInput, options?: CallOptions): Promise<CreateGrantOutput>

  /**
   * Lists one page of a key's grants.
   *
   * @returns Grants, and `cursor` while there is more.
   * @throws {@link KmsError} `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html
   */
  listGrants(input: ListGrantsInput, options?: CallOptions): Promise<ListGrantsOutput>

  /**
   * Takes a grant back, as the key's owner.
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `NotFound`, `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html
   */
  revokeGrant(input: RevokeGrantInput, options?: CallOptions): Promise<RevokeGrantOutput>

  /**
   * Gives a grant up, as its grantee or retiring principal.
   *
   * @param input - Give `grantToken` (AWS), or `keyId` and `grantId`.
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `NotFound`, `AccessDenied`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
   */
  retireGrant(input: RetireGrantInput, options?: CallOptions): Promise<RetireGrantOutput>

  /**
   * Lists one page of the grants that a principal may retire.
   *
   * @param input - `retiringPrincipal` is needed on AWS and Q-KMS.
   * @returns Grants, and `cursor` while there is more.
   * @throws {@link KmsError} `InvalidInput`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html
   */
  listRetirableGrants(input?: ListRetirableGrantsInput, options?: CallOptions): Promise<ListRetirableGrantsOutput>

  /**
   * Reads a key's policy.
   *
   * @returns The policy as JSON text; compare it parsed, as clouds re-format it.
   * @throws {@link KmsError} `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
   */
  getKeyPolicy(input: GetKeyPolicyInput, options?: CallOptions): Promise<GetKeyPolicyOutput>

  /**
   * Replaces a key's policy.
   *
   * @param input - `policy` is JSON text.
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidInput` (not a policy, or it locks you out), `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
   */
  putKeyPolicy(input: PutKeyPolicyInput, options?: CallOptions): Promise<PutKeyPolicyOutput>

  /**
   * Lists the names of a key's policies.
   *
   * @returns Names, and `cursor` while there is more.
   * @throws {@link KmsError} `KeyNotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html
   */
  listKeyPolicies(input: ListKeyPoliciesInput, options?: CallOptions): Promise<ListKeyPoliciesOutput>

  /**
   * Makes a replica of a multi-Region key in another Region.
   *
   * Never repeated by itself after an unclear failure.
   *
   * @param input - Huawei needs `name` and `projectId` too.
   * @returns The replica; on AWS it is `Creating` at first.
   * @throws {@link KmsError} `AlreadyExists`, `InvalidKeyState`, `InvalidKeyUsage`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
   */
  replicateKey(input: ReplicateKeyInput, options?: CallOptions): Promise<ReplicateKeyOutput>

  /**
   * Makes the replica in another Region the primary key.
   *
   * @returns Nothing but `requestId` and `raw`.
   * @throws {@link KmsError} `InvalidKeyState`, `InvalidKeyUsage`, `NotFound`, `Unsupported`.
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html
   */
  updatePrimaryRegion(input: UpdatePrimaryRegionInput, options?: CallOptions): Promise<UpdatePrimaryRegionOutput>
}

/** The operations of a client, as the table derives them. A type check below keeps {@link KmsClient} equal to it. */
export type Operations = {
  [K in OperationName]: (input: Input<K>, options?: CallOptions) => Promise<Result<K>>
}

const USER_AGENT = 'polykms/0.1.0'

/**
 * Makes a client for one provider.
 *
 * @param provider - What `aws(…)`, `alibaba(…)`, `huawei(…)`, `otc(…)` or `quilibrium(…)` returned.
 * @throws {@link KmsError} `InvalidInput` for an option out of range.
 * @example
 * ```ts
 * import { createClient } from 'polykms'
 * import { aws } from 'polykms/aws'
 *
 * const kms = createClient(aws({ region: 'eu-central-1', credentials }))
 * const { ciphertext } = await kms.encrypt({ keyId: 'alias/orders', plaintext: Buffer.from('secret') })
 * ```
 */
export function createClient(provider: Provider, options: ClientOptions = {}): KmsClient {
  const send = options.transport === undefined ? lazySender() : senderOf(options.transport)
  const core = createCore(provider, options, send, USER_AGENT)
  const methods: Partial<Record<OperationName, unknown>> = {}
  for (const name of operationNames) methods[name] = bind(core, name)
  return {
    provider: provider.id,
    limits: provider.limits,
    supports: (operation) => isOperationName(operation) && !('unsupported' in provider.bindings[operation]),
    raw: (action, parameters = {}, callOptions = {}) => callRaw(core, action, parameters, callOptions),
    // The boundary between table and interface: every name of the table was bound in the loop above.
    ...(methods as Operations),
  }
}

function bind<K extends OperationName>(core: ClientCore, name: K) {
  return (input: unknown = {}, options?: CallOptions): Promise<Result<K>> => call(core, name, input, options)
}

/** axios is heavy to load: whoever brings a transport, or only imports us, does not pay for it. */
function lazySender(): Sender {
  let loading: Promise<Sender> | undefined
  let sender: Sender | undefined
  return async (request, stop) => {
    loading ??= import('./transport.ts').then(({ createSender }) => createSender())
    sender ??= await loading
    return sender(request, stop)
  }
}
