/** Importing key material (AWS KMS developer guide, "Importing key material"), wrapped here by node:crypto alone. */
import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { type AwsSimulator, createAwsSimulator } from '../../conformance/simulators/aws/index.ts'
import { awsWire, awsWireTester } from '../support/aws-wire.ts'

const KEEP = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
const WRAPPING = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }

let simulator: AwsSimulator
let tester: ReturnType<typeof awsWireTester>
let call: ReturnType<typeof awsWire>
beforeEach(() => {
  simulator = createAwsSimulator()
  call = awsWire(simulator.fetch)
  tester = awsWireTester(call)
})

type Reply = Record<string, unknown>

const metadataOf = async (KeyId: string) => (await tester.succeeds('DescribeKey', { KeyId }))['KeyMetadata'] as Reply
const waiting = () => tester.createKey({ Origin: 'EXTERNAL' })
const freshParametersFor = (KeyId: string) => tester.succeeds('GetParametersForImport', { KeyId, ...WRAPPING })

/** A token serves as often as one likes for a day, and making its RSA key takes long: one per key will do. */
const parametersOf = new Map<string, Promise<Reply>>()
const parametersFor = (KeyId: string): Promise<Reply> => {
  const known = parametersOf.get(KeyId) ?? freshParametersFor(KeyId)
  parametersOf.set(KeyId, known)
  return known
}

const wrap = ({ PublicKey }: Reply, material: Uint8Array): string => {
  const key = createPublicKey({ key: Buffer.from(String(PublicKey), 'base64'), format: 'der', type: 'spki' })
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, material).toString(
    'base64',
  )
}

const requestFor = async (KeyId: string, material: Uint8Array, more: Reply = KEEP) => {
  const parameters = await parametersFor(KeyId)
  return { KeyId, ImportToken: parameters['ImportToken'], EncryptedKeyMaterial: wrap(parameters, material), ...more }
}

const importInto = async (KeyId: string, material: Uint8Array, more?: Reply) =>
  tester.succeeds('ImportKeyMaterial', await requestFor(KeyId, material, more))

const codeOf = async (action: string, input: unknown) => (await call(action, input)).body['__type']

test('parameters are a key to wrap with and a token for a day', async () => {
  const { id, arn } = await waiting()
  const parameters = await freshParametersFor(id)
  expect(parameters).toMatchObject({ KeyId: arn, ImportToken: expect.any(String), PublicKey: expect.any(String) })
  expect(Number(parameters['ParametersValidTo']) - Date.now() / 1_000).toBeCloseTo(86_400, -2)
  const again = await freshParametersFor(id)
  expect(again['PublicKey']).not.toBe(parameters['PublicKey'])
  expect(again['ImportToken']).not.toBe(parameters['ImportToken'])
})

test('imported material enables the key and comes out of it', async () => {
  const { id, arn } = await waiting()
  const { KeyMaterialId, KeyId } = await importInto(id, randomBytes(32))
  expect(KeyId).toBe(arn)
  expect(await metadataOf(id)).toMatchObject({
    KeyState: 'Enabled',
    Enabled: true,
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    CurrentKeyMaterialId: KeyMaterialId,
  })
  const { CiphertextBlob } = await tester.succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID' })
  expect(await tester.succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: 'AQID', KeyMaterialId })
})

test('deleted material comes back by the same bytes alone', async () => {
  const { id, arn } = await waiting()
  const material = randomBytes(32)
  const { KeyMaterialId } = await importInto(id, material)
  const { CiphertextBlob } = await tester.succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID' })
  expect(await tester.succeeds('DeleteImportedKeyMaterial', { KeyId: id })).toEqual({ KeyId: arn, KeyMaterialId })
  expect(await metadataOf(id)).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: KeyMaterialId })
  await tester.refuses('Decrypt', { CiphertextBlob }, 'KMSInvalidStateException', `${arn} is pending import.`)
  await tester.succeeds('DeleteImportedKeyMaterial', { KeyId: id }) // harmless again
  await tester.refuses('ImportKeyMaterial', await requestFor(id, randomBytes(32)), 'IncorrectKeyMaterialException')
  expect(await metadataOf(id)).toMatchObject({ KeyState: 'PendingImport' })
  expect(await importInto(id, material)).toMatchObject({ KeyMaterialId })
  expect(await tester.succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: 'AQID' })
})

test('deleting material of a key pending deletion leaves it pending deletion', async () => {
  const { id } = await waiting()
  await importInto(id, randomBytes(32))
  await tester.succeeds('ScheduleKeyDeletion', { KeyId: id })
  await tester.succeeds('DeleteImportedKeyMaterial', { KeyId: id })
  expect(await metadataOf(id)).toMatchObject({ KeyState: 'PendingDeletion' })
  await tester.succeeds('CancelKeyDeletion', { KeyId: id })
  expect(await metadataOf(id)).toMatchObject({ KeyState: 'PendingImport' })
})

describe('a token', () => {
  test('ends after a day', async () => {
    const { id } = await waiting()
    const request = await requestFor(id, randomBytes(32))
    simulator.control.clock.advance('24h')
    await tester.refuses('ImportKeyMaterial', request, 'ExpiredImportTokenException')
    expect(await metadataOf(id)).toMatchObject({ KeyState: 'PendingImport' })
  })

  test('serves its own key and its own wrapping key alone', async () => {
    const [one, other] = [await waiting(), await waiting()]
    const request = await requestFor(one.id, randomBytes(32))
    await tester.refuses('ImportKeyMaterial', { ...request, KeyId: other.id }, 'InvalidImportTokenException')
    await tester.refuses('ImportKeyMaterial', { ...request, ImportToken: 'AAAA' }, 'InvalidImportTokenException')
    const { ImportToken } = await freshParametersFor(one.id)
    await tester.refuses('ImportKeyMaterial', { ...request, ImportToken }, 'InvalidCiphertextException')
    await tester.succeeds('ImportKeyMaterial', request)
  })
})

describe('material', () => {
  test.each([16, 31, 33])('of %d bytes is no AES-256 key', async (length) => {
    const { id } = await waiting()
    await tester.refuses(
      'ImportKeyMaterial',
      await requestFor(id, randomBytes(length)),
      'IncorrectKeyMaterialException',
    )
  })

  test('that is not wrapped does not open', async () => {
    const { id } = await waiting()
    const request = await requestFor(id, randomBytes(32))
    const EncryptedKeyMaterial = randomBytes(256).toString('base64')
    await tester.refuses('ImportKeyMaterial', { ...request, EncryptedKeyMaterial }, 'InvalidCiphertextException')
  })

  test('in a wrapping of another length than the wrapping key is refused unopened', async () => {
    const { id } = await waiting()
    const request = await requestFor(id, randomBytes(32))
    for (const length of [255, 257]) {
      const EncryptedKeyMaterial = randomBytes(length).toString('base64')
      const cut = { ...request, EncryptedKeyMaterial }
      await tester.refuses('ImportKeyMaterial', cut, 'ValidationException', 'Invalid encrypted key size.')
    }
  })

  test('of an RSA key cannot travel in OAEP alone', async () => {
    const { id } = await tester.createKey({ Origin: 'EXTERNAL', KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })
    expect(await codeOf('GetParametersForImport', { KeyId: id, ...WRAPPING })).toBe('UnsupportedOperationException')
  })
})

describe('an expiry', () => {
  test('must be given unless it is waived [R test_import_key_symmetric]', async () => {
    const { id } = await waiting()
    const text = 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'
    await tester.refuses('ImportKeyMaterial', await requestFor(id, randomBytes(32), {}), 'ValidationException', text)
  })

  test('lies in the future, within a year', async () => {
    const { id } = await waiting()
    const inDays = (days: number) => Date.now() / 1_000 + days * 86_400
    const past = await requestFor(id, randomBytes(32), { ValidTo: inDays(-1) })
    await tester.refuses('ImportKeyMaterial', past, 'ValidationException', 'ValidTo must be in the future')
    for (const more of [{ ValidTo: inDays(366) }, { ...KEEP, ValidTo: inDays(1) }])
      expect(await codeOf('ImportKeyMaterial', await requestFor(id, randomBytes(32), more))).toBe('ValidationException')
    await importInto(id, randomBytes(32), { ValidTo: inDays(364) })
    expect(await metadataOf(id)).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES' })
  })

  test('is put off by importing the same material again', async () => {
    const { id } = await waiting()
    const material = randomBytes(32)
    await importInto(id, material, { ValidTo: Date.now() / 1_000 + 86_400 })
    await importInto(id, material)
    simulator.control.clock.advance('30d')
    expect(await metadataOf(id)).toMatchObject({ KeyState: 'Enabled', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' })
  })
})

describe('new material beside the old', () => {
  const more = { ...KEEP, ImportType: 'NEW_KEY_MATERIAL' }

  test('waits for a rotation on demand; both stay readable', async () => {
    const { id, arn } = await waiting()
    const { KeyMaterialId: first } = await importInto(id, randomBytes(32))
    const { CiphertextBlob } = await tester.succeeds('Encrypt', { KeyId: id, Plaintext: 'AQID' })
    const { KeyMaterialId: second } = await importInto(id, randomBytes(32), {
      ...more,
      KeyMaterialDescription: 'the second',
    })
    expect(await metadataOf(id)).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: first })
    expect(await tester.succeeds('RotateKeyOnDemand', { KeyId: id })).toEqual({ KeyId: arn })
    expect(await metadataOf(id)).toMatchObject({ CurrentKeyMaterialId: second })
    expect(await tester.succeeds('Decrypt', { CiphertextBlob })).toMatchObject({ KeyMaterialId: first })
    const { Rotations } = await tester.succeeds('ListKeyRotations', {
      KeyId: id,
      IncludeKeyMaterial: 'ALL_KEY_MATERIAL',
    })
    expect(Rotations).toMatchObject([
      { KeyMaterialId: first, KeyMaterialState: 'NON_CURRENT', ImportState: 'IMPORTED' },
      {
        KeyMaterialId: second,
        KeyMaterialState: 'CURRENT',
        KeyMaterialDescription: 'the second',
        RotationType: 'ON_DEMAND',
        RotationDate: expect.any(Number),
      },
    ])
  })

  test('waits alone [R test_import_key_material_raises_if_there_is_already_key_material_pending]', async () => {
    const { id, arn } = await waiting()
    await importInto(id, randomBytes(32))
    const { KeyMaterialId: pending } = await importInto(id, randomBytes(32), more)
    const { body } = await call('ImportKeyMaterial', await requestFor(id, randomBytes(32), more))
    expect(body['__type']).toBe('KMSInvalidStateException')
    const pattern =
      /^New key material \(id: ([0-9a-f]{64})\) cannot be imported into KMS key (\S+), because another key material \(id: ([0-9a-f]{64})\) is pending rotation\.$/
    const [, unwanted, key, other] = pattern.exec(String(body['message'])) ?? []
    expect([key, other]).toEqual([arn, pending])
    expect(unwanted).not.toBe(pending)
  })

  test('can be deleted without disturbing the key', async () => {
    const { id } = await waiting()
    await importInto(id, randomBytes(32))
    const { KeyMaterialId } = await importInto(id, randomBytes(32), more)
    await tester.succeeds('DeleteImportedKeyMaterial', { KeyId: id, KeyMaterialId })
    expect(await metadataOf(id)).toMatchObject({ KeyState: 'Enabled' })
    expect(await codeOf('RotateKeyOnDemand', { KeyId: id })).toBe('KMSInvalidStateException')
  })

  test('a key works only while all of its material is there', async () => {
    const { id } = await waiting()
    const old = randomBytes(32)
    const { KeyMaterialId } = await importInto(id, old)
    await importInto(id, randomBytes(32), more)
    await tester.succeeds('RotateKeyOnDemand', { KeyId: id })
    await tester.succeeds('DeleteImportedKeyMaterial', { KeyId: id, KeyMaterialId })
    expect(await metadataOf(id)).toMatchObject({ KeyState: 'PendingImport' })
    await importInto(id, old)
    expect(await metadataOf(id)).toMatchObject({ KeyState: 'Enabled' })
  })
})
