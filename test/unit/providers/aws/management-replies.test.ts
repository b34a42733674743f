import { describe, expect, it } from 'vitest'
import type { OperationName } from '../../../../src/index.ts'
import { clientAnswered, read } from './reading.ts'

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`
const material = 'b'.repeat(64)
const bytes = (...values: number[]) => Uint8Array.from(values)
const at = (seconds: number) => new Date(seconds * 1000)

const wireGrant = {
  KeyId: keyArn,
  GrantId: 'g',
  Name: 'n',
  CreationDate: 1.5,
  GranteePrincipal: 'arn:grantee',
  RetiringPrincipal: 'arn:retiring',
  IssuingAccount: 'arn:issuer',
  Operations: ['Decrypt', 'Encapsulate'],
  Constraints: { EncryptionContextSubset: { a: '1' } },
}
const grant = {
  keyId,
  keyArn,
  grantId: 'g',
  name: 'n',
  createdAt: at(1.5),
  grantee: 'arn:grantee',
  retiringPrincipal: 'arn:retiring',
  issuingPrincipal: 'arn:issuer',
  operations: ['Decrypt', 'UNKNOWN'],
  constraints: { contextSubset: { a: '1' } },
}

describe('management replies', () => {
  it.each<[OperationName, object, unknown, object]>([
    ['updateKeyDescription', { keyId, description: '' }, undefined, {}],
    ['createAlias', { alias: 'alias/a', keyId }, undefined, {}],
    ['updateAlias', { alias: 'alias/a', keyId }, null, {}],
    ['deleteAlias', { alias: 'alias/a' }, {}, {}],
    [
      'getParametersForImport',
      { keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' },
      { KeyId: keyArn, PublicKey: 'AQ==', ImportToken: 'Ag==', ParametersValidTo: 1.25 },
      { keyId, keyArn, publicKey: bytes(1), importToken: bytes(2), expiresAt: at(1.25) },
    ],
    [
      'importKeyMaterial',
      { keyId, importToken: bytes(1), encryptedMaterial: bytes(1) },
      { KeyId: keyArn, KeyMaterialId: material },
      { keyId, keyArn, keyMaterialId: material },
    ],
    ['deleteKeyMaterial', { keyId }, undefined, {}],
    ['enableKeyRotation', { keyId }, undefined, {}],
    ['disableKeyRotation', { keyId }, undefined, {}],
    ['getKeyRotationStatus', { keyId }, { KeyRotationEnabled: false, KeyId: keyArn }, { enabled: false }],
    [
      'getKeyRotationStatus',
      { keyId },
      { KeyRotationEnabled: true, RotationPeriodInDays: 365, NextRotationDate: 2 },
      { enabled: true, periodDays: 365, nextRotationDate: at(2) },
    ],
    ['rotateKeyOnDemand', { keyId }, { KeyId: keyArn }, { keyId, keyArn }],
    [
      'listKeyVersions',
      { keyId },
      {
        Rotations: [
          { KeyId: keyId, KeyMaterialId: 'first', KeyMaterialState: 'NON_CURRENT' },
          {
            KeyId: keyArn,
            KeyMaterialId: 'second',
            KeyMaterialState: 'CURRENT',
            RotationDate: 3,
            RotationType: 'ON_DEMAND',
          },
          { KeyId: keyId, KeyMaterialId: 'third', KeyMaterialState: 'PENDING_ROTATION' },
        ],
        Truncated: true,
        NextMarker: 'm',
      },
      {
        versions: [
          { keyId, keyVersionId: 'first' },
          { keyId, keyVersionId: 'second', createdAt: at(3), rotationType: 'ON_DEMAND' },
        ],
        cursor: 'm',
      },
    ],
    ['tagKey', { keyId, tags: {} }, undefined, {}],
    ['untagKey', { keyId, tagKeys: ['a'] }, undefined, {}],
    ['listKeyTags', { keyId }, { Tags: [{ TagKey: 'a', TagValue: '' }], Truncated: false }, { tags: { a: '' } }],
    // Local KMS, as Go does, writes an empty list as null.
    ['listKeyTags', { keyId }, { Tags: null }, { tags: {} }],
    ['listGrants', { keyId }, { Grants: null }, { grants: [] }],
    [
      'createGrant',
      { keyId, grantee: 'arn:g', operations: ['Decrypt'] },
      { GrantId: 'g', GrantToken: 't' },
      { grantId: 'g', grantToken: 't' },
    ],
    ['listGrants', { keyId }, { Grants: [wireGrant], Truncated: false }, { grants: [grant] }],
    [
      'listRetirableGrants',
      { retiringPrincipal: 'arn:retiring' },
      {
        Grants: [{ GrantId: 'g', GranteeServicePrincipal: 's3.amazonaws.com', RetiringServicePrincipal: 'r' }],
        Truncated: true,
        NextMarker: 'm',
      },
      { grants: [{ grantId: 'g', grantee: 's3.amazonaws.com', retiringPrincipal: 'r', operations: [] }], cursor: 'm' },
    ],
    ['revokeGrant', { keyId, grantId: 'g' }, undefined, {}],
    ['retireGrant', { grantToken: 't' }, undefined, {}],
    ['getKeyPolicy', { keyId }, { Policy: '{ }', PolicyName: 'default' }, { policy: '{ }', policyName: 'default' }],
    ['putKeyPolicy', { keyId, policy: '{}' }, undefined, {}],
    ['listKeyPolicies', { keyId }, { PolicyNames: ['default'], Truncated: false }, { policyNames: ['default'] }],
    ['updatePrimaryRegion', { keyId, region: 'us-east-2' }, undefined, {}],
  ])('of %s are read', async (operation, input, reply, output) => {
    expect(await read(operation, input, reply)).toEqual(output)
  })

  it('of replicateKey name the replica and its region', async () => {
    const reply = {
      ReplicaKeyMetadata: { KeyId: 'mrk-1', Arn: 'arn:aws:kms:us-east-2:1:key/mrk-1', KeyState: 'Creating' },
      ReplicaPolicy: '{}',
      ReplicaTags: [],
    }
    expect(await read('replicateKey', { keyId: 'mrk-1', region: 'us-east-2' }, reply)).toMatchObject({
      keyId: 'mrk-1',
      keyArn: 'arn:aws:kms:us-east-2:1:key/mrk-1',
      region: 'us-east-2',
      metadata: { state: 'Creating' },
    })
  })
})

describe('a reply of another shape is an InvalidResponse that quotes nothing of it', () => {
  it.each<[string, unknown, string]>([
    ['a missing member', { KeyId: keyArn }, 'Plaintext'],
    ['a member of another type', { KeyId: keyArn, Plaintext: ['c2VjcmV0'] }, 'Plaintext'],
    ['base64url', { KeyId: keyArn, Plaintext: 'c2VjcmV0-_' }, 'Plaintext'],
    ['base64 without padding', { KeyId: keyArn, Plaintext: 'c2VjcmV0MQ' }, 'Plaintext'],
    ['a list', ['c2VjcmV0'], ''],
    ['null', null, ''],
    ['an empty body', undefined, 'the reply is empty'],
  ])('%s', async (_name, reply, member) => {
    const call = clientAnswered(reply).decrypt({ ciphertext: bytes(1) })
    const error: unknown = await call.catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'InvalidResponse',
      provider: 'aws',
      operation: 'decrypt',
      requestId: 'request-1',
    })
    expect(String(error)).toContain(member)
    expect(JSON.stringify(error)).not.toContain('c2VjcmV0')
  })
})
