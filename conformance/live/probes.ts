import { isKmsError, type KmsClient, type OperationName } from '../../src/index.ts'

/** No key has this id: what a probe asks for can be refused or not found, and nothing else. */
const NOBODY = '00000000-1111-2222-3333-444444444444'

type Probe = (kms: KmsClient, dryRun: { readonly dryRun?: true }) => Promise<unknown>

const keyId = NOBODY
const bytes = (length: number) => new Uint8Array(length)
const alias = 'alias/polykms-preflight'
const grantId = '0'.repeat(64)
const grantee = 'arn:aws:iam::000000000000:root'
const message = bytes(32)

/** One call per operation that changes nothing, because its key does not exist; AWS gets a dry run of it where it has one. */
const probes: { readonly [K in OperationName]?: Probe } = {
  describeKey: (kms) => kms.describeKey({ keyId }),
  updateKeyDescription: (kms) => kms.updateKeyDescription({ keyId, description: 'preflight' }),
  updateKeyName: (kms) => kms.updateKeyName({ keyId, name: 'preflight' }),
  enableKey: (kms) => kms.enableKey({ keyId }),
  disableKey: (kms) => kms.disableKey({ keyId }),
  scheduleKeyDeletion: (kms) => kms.scheduleKeyDeletion({ keyId, pendingDays: kms.limits.pendingDays?.min }),
  cancelKeyDeletion: (kms) => kms.cancelKeyDeletion({ keyId }),
  setDeletionProtection: (kms) => kms.setDeletionProtection({ keyId, enabled: true }),
  getKeyLastUsage: (kms) => kms.getKeyLastUsage({ keyId }),
  createAlias: (kms) => kms.createAlias({ alias, keyId }),
  updateAlias: (kms) => kms.updateAlias({ alias, keyId }),
  deleteAlias: (kms) => kms.deleteAlias({ alias }),
  listAliases: (kms) => kms.listAliases({ keyId }),
  encrypt: (kms, dry) => kms.encrypt({ keyId, plaintext: message, ...dry }),
  reEncrypt: (kms, dry) => kms.reEncrypt({ ciphertext: bytes(200), destinationKeyId: keyId, ...dry }),
  generateDataKey: (kms, dry) => kms.generateDataKey({ keyId, ...dry }),
  generateDataKeyWithoutPlaintext: (kms, dry) => kms.generateDataKeyWithoutPlaintext({ keyId, ...dry }),
  generateDataKeyPair: (kms, dry) => kms.generateDataKeyPair({ keyId, pairSpec: 'EC_P256', ...dry }),
  generateDataKeyPairWithoutPlaintext: (kms, dry) =>
    kms.generateDataKeyPairWithoutPlaintext({ keyId, pairSpec: 'EC_P256', ...dry }),
  sign: (kms, dry) => kms.sign({ keyId, message, algorithm: 'ECDSA_SHA_256', ...dry }),
  verify: (kms, dry) => kms.verify({ keyId, message, signature: bytes(64), algorithm: 'ECDSA_SHA_256', ...dry }),
  getPublicKey: (kms) => kms.getPublicKey({ keyId }),
  generateMac: (kms, dry) => kms.generateMac({ keyId, message, algorithm: 'HMAC_SHA_256', ...dry }),
  verifyMac: (kms, dry) => kms.verifyMac({ keyId, message, mac: bytes(32), algorithm: 'HMAC_SHA_256', ...dry }),
  getParametersForImport: (kms) =>
    kms.getParametersForImport({ keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' }),
  importKeyMaterial: (kms) => kms.importKeyMaterial({ keyId, importToken: bytes(64), encryptedMaterial: bytes(256) }),
  deleteKeyMaterial: (kms) => kms.deleteKeyMaterial({ keyId }),
  enableKeyRotation: (kms) => kms.enableKeyRotation({ keyId }),
  disableKeyRotation: (kms) => kms.disableKeyRotation({ keyId }),
  getKeyRotationStatus: (kms) => kms.getKeyRotationStatus({ keyId }),
  rotateKeyOnDemand: (kms) => kms.rotateKeyOnDemand({ keyId }),
  listKeyVersions: (kms) => kms.listKeyVersions({ keyId }),
  tagKey: (kms) => kms.tagKey({ keyId, tags: { polykms: 'preflight' } }),
  untagKey: (kms) => kms.untagKey({ keyId, tagKeys: ['polykms'] }),
  listKeyTags: (kms) => kms.listKeyTags({ keyId }),
  createGrant: (kms, dry) => kms.createGrant({ keyId, grantee, operations: ['DescribeKey'], ...dry }),
  listGrants: (kms) => kms.listGrants({ keyId }),
  revokeGrant: (kms, dry) => kms.revokeGrant({ keyId, grantId, ...dry }),
  retireGrant: (kms, dry) => kms.retireGrant({ keyId, grantId, ...dry }),
  getKeyPolicy: (kms) => kms.getKeyPolicy({ keyId }),
  listKeyPolicies: (kms) => kms.listKeyPolicies({ keyId }),
  updatePrimaryRegion: (kms) => kms.updatePrimaryRegion({ keyId, region: 'us-west-2' }),
}

/** createKey has nothing to name that does not exist: it is asked for a kind of key that no cloud has. */
const impossibleKeys: Readonly<Record<string, (kms: KmsClient) => Promise<unknown>>> = {
  aws: (kms) => kms.raw('CreateKey', { KeySpec: 'POLYKMS_PREFLIGHT' }),
  alibaba: (kms) => kms.raw('CreateKey', { KeySpec: 'POLYKMS_PREFLIGHT' }),
  huawei: (kms) => kms.raw('create-key', { key_spec: 'POLYKMS_PREFLIGHT' }),
  otc: (kms) => kms.raw('create-key', { key_spec: 'POLYKMS_PREFLIGHT' }),
  quilibrium: (kms) => kms.raw('CreateKey', { CustomerMasterKeySpec: 'POLYKMS_PREFLIGHT' }),
}

/** Of the operations given, those that the caller may not call, as far as calls that change nothing can tell. */
export async function refusedOperations(
  kms: KmsClient,
  operations: readonly OperationName[],
): Promise<readonly OperationName[]> {
  // Only AWS documents a dry run for every operation that takes one.
  const dryRun = kms.provider === 'aws' ? { dryRun: true as const } : {}
  const refused: OperationName[] = []
  for (const operation of operations) {
    if (!kms.supports(operation)) continue
    const probe = operation === 'createKey' ? impossibleKeys[kms.provider] : probes[operation]
    if (probe !== undefined && (await isDenied(() => probe(kms, dryRun)))) refused.push(operation)
  }
  return refused
}

async function isDenied(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call()
    return false
  } catch (error) {
    if (!isKmsError(error)) throw error
    // Whatever else it says was said to somebody who may ask.
    if (['Network', 'Timeout', 'Aborted', 'Throttled'].includes(error.code)) throw error
    return error.code === 'AccessDenied'
  }
}
