import { describe, expect, it } from 'vitest'
import { created, described, failure, keyArn, keyId, later, read, seconds, service } from './service.ts'

describe('key metadata', () => {
  it('is read as CreateKey’s page shows it', async () => {
    expect(await read('createKey', {}, { KeyMetadata: created })).toEqual(described)
  })

  it('is read as DescribeKey’s page shows it: another account member, another origin, a manager', async () => {
    const { AccountId: AWSAccountId, ...rest } = created
    const KeyMetadata = { AWSAccountId, ...rest, Origin: 'AWS_KMS', KeyManager: 'CUSTOMER' }
    expect(await read('describeKey', { keyId }, { KeyMetadata })).toEqual({ ...described, manager: 'CUSTOMER' })
  })

  it('is read with the members that other places name: QAccountId, KeySpec, tags, rotation, dates of both kinds', async () => {
    const { AccountId: QAccountId, CustomerMasterKeySpec: _spec, ...rest } = created
    const KeyMetadata = {
      QAccountId,
      ...rest,
      KeySpec: 'ECC_SECG_P256K1',
      KeyUsage: 'SIGN_VERIFY',
      KeyState: 'PendingDeletion',
      CreationDate: 1_767_323_045,
      DeletionDate: seconds,
      ValidTo: later.toISOString(),
      Origin: 'EXTERNAL',
      KeyRotationEnabled: true,
      Tags: [{ TagKey: 'a', TagValue: 'b' }],
    }
    expect(await read('describeKey', { keyId }, { KeyMetadata })).toEqual({
      ...described,
      state: 'PendingDeletion',
      providerState: 'PendingDeletion',
      spec: 'EC_SECP256K1',
      providerSpec: 'ECC_SECG_P256K1',
      usage: 'SIGN_VERIFY',
      origin: 'EXTERNAL',
      deletionDate: later,
      materialExpiresAt: later,
    })
  })

  it.each([
    ['Enabled', 'Enabled'],
    ['ENABLED', 'Enabled'],
    ['disabled', 'Disabled'],
    ['PENDINGDELETION', 'PendingDeletion'],
    ['PendingImport', 'PendingImport'],
    ['UPDATING', 'Updating'],
    ['Unavailable', 'Unavailable'],
    ['ACTIVE', 'Unknown'],
    ['Frozen', 'Unknown'],
    ['Unknown', 'Unknown'],
    ['constructor', 'Unknown'],
    ['', 'Unknown'],
  ])('takes the state %j for %s', async (KeyState, state) => {
    const reply = { KeyMetadata: { ...created, KeyState } }
    expect(await read('describeKey', { keyId }, reply)).toMatchObject({ state, providerState: KeyState })
  })

  it.each([
    ['RSA_3072', 'RSA_3072'],
    ['ECC_NIST_P521', 'EC_P521'],
    ['ECC_ED25519', 'ED25519'],
    ['EDDSA_ED25519', 'ED25519'],
    ['ECC_NIST_EDWARDS25519', 'UNKNOWN'],
    ['ECC_BLS48_581', 'UNKNOWN'],
  ])('calls the key spec %s %s', async (CustomerMasterKeySpec, spec) => {
    const reply = { KeyMetadata: { ...created, CustomerMasterKeySpec } }
    expect(await read('describeKey', { keyId }, reply)).toMatchObject({ spec, providerSpec: CustomerMasterKeySpec })
  })

  it('takes a key agreement by its name here', async () => {
    const reply = { KeyMetadata: { ...created, KeyUsage: 'DERIVE_SHARED_SECRET' } }
    expect(await read('describeKey', { keyId }, reply)).toMatchObject({ usage: 'KEY_AGREEMENT' })
  })

  it('finds the id in an ARN, of either spelling', async () => {
    for (const arn of [keyArn, `arn:aws:verenc:111122223333:key/${keyId}`]) {
      const { Arn: _arn, ...rest } = created
      expect(await read('createKey', {}, { KeyMetadata: { ...rest, KeyId: arn } })).toMatchObject({
        keyId,
        keyArn: arn,
      })
    }
  })

  it('of a key that its parties are still making may lack its state; a described key’s may not', async () => {
    const reply = { KeyMetadata: { KeyId: keyId, KeySpec: 'ECC_SECG_P256K1' } }
    const { kms, sent } = service(() => reply, { asyncCreateKey: true })
    expect({ ...(await kms.createKey({ spec: 'EC_SECP256K1' })) }).toMatchObject({ keyId, state: 'Unknown' })
    expect(sent[0]?.url).toBe('https://qkms.quilibrium.com/?async=1')
    expect(await failure(kms.describeKey({ keyId }))).toMatchObject({ code: 'InvalidResponse' })
  })
})
