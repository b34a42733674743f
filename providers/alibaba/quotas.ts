import type { Quota } from '../../src/limits.ts'

const SOURCE = 'https://www.alibabacloud.com/help/en/kms/key-management-service/product-overview/performance-data'

function group(name: string, requests: number, operations: Quota['operations']): Quota {
  return { name, operations, requests, perSeconds: 1, source: SOURCE }
}

/** What the shared gateway lets an account do per second in a region. An instance of one's own has other bounds. */
export const quotas: readonly Quota[] = [
  group('create', 10, ['createKey']),
  group('symmetric', 1_000, [
    'encrypt',
    'decrypt',
    'encryptDataKey',
    'decryptDataKey',
    'generateDataKey',
    'generateDataKeyWithoutPlaintext',
  ]),
  group('re-encrypt', 750, ['reEncrypt']),
  group('asymmetric', 200, ['sign', 'verify']),
  group('read', 50, [
    'describeKey',
    'listKeys',
    'listAliases',
    'listKeyVersions',
    'getPublicKey',
    'getParametersForImport',
    'getKeyRotationStatus',
  ]),
  group('tags', 300, ['listKeyTags']),
  group('write', 30, [
    'createAlias',
    'updateAlias',
    'deleteAlias',
    'enableKey',
    'disableKey',
    'scheduleKeyDeletion',
    'cancelKeyDeletion',
    'updateKeyDescription',
    'setDeletionProtection',
    'importKeyMaterial',
    'deleteKeyMaterial',
    'enableKeyRotation',
    'disableKeyRotation',
    'createKeyVersion',
    'tagKey',
    'untagKey',
  ]),
]
