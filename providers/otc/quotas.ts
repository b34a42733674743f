import type { Quota } from '../../src/limits.ts'

/** The calls that use a key, and describe-key; no page bounds the others. */
export const quotas: readonly Quota[] = [
  {
    name: 'use',
    operations: [
      'encrypt',
      'decrypt',
      'generateDataKey',
      'generateDataKeyWithoutPlaintext',
      'encryptDataKey',
      'decryptDataKey',
      'describeKey',
    ],
    requests: 1_000,
    perSeconds: 1,
    source: 'https://github.com/opentelekomcloud-docs/key-management-service umn/source/key_management_service',
  },
]
