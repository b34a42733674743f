import type { Quota } from '../../src/limits.ts'

const SOURCE = 'https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html'

const LARGE = new Set(['us-east-1', 'us-west-2', 'eu-west-1'])
const MEDIUM = new Set(['us-east-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'eu-central-1', 'eu-west-2'])

function symmetricPerSecond(region: string): number {
  if (LARGE.has(region)) return 100_000
  return MEDIUM.has(region) ? 20_000 : 10_000
}

function each(requests: number, operations: Quota['operations'], perSeconds = 1): Quota[] {
  return operations.map((name) => ({ name, operations: [name], requests, perSeconds, source: SOURCE }))
}

/**
 * What AWS lets an account do per second in a region, unless it has granted more.
 *
 * What is encrypted and decrypted counts as symmetric, as the call does not tell the kind of key; signatures have
 * quotas for RSA and for elliptic curves, equal and each shared, of which one is kept to here.
 */
export function quotasFor(region: string): readonly Quota[] {
  return [
    {
      name: 'symmetric',
      operations: [
        'encrypt',
        'decrypt',
        'reEncrypt',
        'encryptDataKey',
        'decryptDataKey',
        'generateDataKey',
        'generateDataKeyWithoutPlaintext',
        'generateMac',
        'verifyMac',
        'generateRandom',
      ],
      requests: symmetricPerSecond(region),
      perSeconds: 1,
      source: SOURCE,
    },
    {
      name: 'asymmetric',
      operations: ['sign', 'verify', 'deriveSharedSecret'],
      requests: 1_000,
      perSeconds: 1,
      source: SOURCE,
    },
    ...each(2_000, ['describeKey', 'getPublicKey', 'listKeyTags']),
    ...each(1_000, ['getKeyPolicy', 'getKeyRotationStatus']),
    ...each(500, ['listAliases', 'listKeys']),
    ...each(100, ['listGrants', 'listKeyPolicies', 'listKeyVersions', 'listRetirableGrants']),
    ...each(50, ['createGrant', 'retireGrant', 'revokeGrant']),
    ...each(15, ['deleteAlias', 'deleteKeyMaterial', 'enableKeyRotation', 'importKeyMaterial', 'putKeyPolicy']),
    ...each(15, ['scheduleKeyDeletion']),
    ...each(10, ['tagKey']),
    ...each(5, ['cancelKeyDeletion', 'createAlias', 'createKey', 'disableKey', 'disableKeyRotation', 'enableKey']),
    ...each(5, ['replicateKey', 'rotateKeyOnDemand', 'untagKey', 'updateAlias', 'updateKeyDescription']),
    ...each(5, ['updatePrimaryRegion']),
    ...each(1, ['getParametersForImport'], 4),
  ]
}
