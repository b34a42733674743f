import { createHash } from 'node:crypto'
import { generateMaterial, importMaterial, privateKeyOf } from '../../shared/crypto/material.ts'
import { unwrapMaterial } from '../../shared/crypto/wrapping.ts'
import { type Call, type Handler, type Handlers, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireOrigin, requireState, resolveKeyOnly } from '../guards.ts'
import type { Input } from '../inputs.ts'
import { DAY_MS } from '../keys.ts'
import { currentMaterial, isComplete, toMaterial, withoutMaterial } from '../material.ts'
import { cryptoSpecOf, isSymmetric } from '../specs.ts'
import type { ImportTokenRecord, KeyRecord, Material } from '../types.ts'

const MAX_VALIDITY_DAYS = 365
const TOKEN_BYTES = 1024

const invalid = (text: string) => refusal('ValidationException', text)

type Wrapping = Input<'GetParametersForImport'>

/** Which wrapping serves which key (developer guide, "Select a wrapping algorithm"). */
const checkWrapping = (
  call: Call,
  key: KeyRecord,
  { WrappingAlgorithm: algorithm, WrappingKeySpec: spec }: Wrapping,
) => {
  const unsupported = (text: string) => refusal('UnsupportedOperationException', text)
  if (algorithm === 'RSAES_PKCS1_V1_5') throw unsupported('WrappingAlgorithm RSAES_PKCS1_V1_5 is not supported')
  if ((algorithm === 'SM2PKE') !== (spec === 'SM2') || (spec === 'SM2' && call.partition !== 'aws-cn'))
    throw unsupported(`WrappingAlgorithm ${algorithm} is not supported with WrappingKeySpec ${spec}`)
  const direct = !algorithm.startsWith('RSA_AES_KEY_WRAP_')
  const tooLong = key.spec.startsWith('RSA_') || (key.spec === 'ECC_NIST_P521' && spec === 'RSA_2048')
  if (direct && tooLong)
    throw unsupported(
      `WrappingAlgorithm ${algorithm} and WrappingKeySpec ${spec} are not supported for key spec ${key.spec}`,
    )
}

const digestOf = (token: Uint8Array): string => createHash('sha256').update(token).digest('hex')

const getParametersForImport: Handler<'GetParametersForImport'> = async (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireOrigin(key, 'EXTERNAL')
  requireState(key, 'Disabled', 'PendingImport')
  checkWrapping(call, key, input)
  const pair = await generateMaterial(input.WrappingKeySpec, call.random.bytes)
  const token = call.random.bytes(TOKEN_BYTES)
  const expiresAtMs = call.nowMs + DAY_MS
  call.importTokens.put(digestOf(token), {
    tokenDigest: digestOf(token),
    keyArn: key.arn,
    algorithm: input.WrappingAlgorithm,
    privateKey: pair.secret,
    expiresAtMs,
  })
  return { KeyId: key.arn, ImportToken: token, PublicKey: pair.publicKey, ParametersValidTo: new Date(expiresAtMs) }
}

/** `undefined`: the material does not expire. */
const validityOf = (call: Call, input: Input<'ImportKeyMaterial'>): number | undefined => {
  const { ExpirationModel: model = 'KEY_MATERIAL_EXPIRES', ValidTo: validToMs } = input
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (validToMs === undefined) return undefined
    throw invalid('A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE')
  }
  if (validToMs === undefined)
    throw invalid('A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES')
  if (validToMs <= call.nowMs) throw invalid('ValidTo must be in the future')
  if (validToMs > call.nowMs + MAX_VALIDITY_DAYS * DAY_MS)
    throw invalid(`ValidTo must be at most ${MAX_VALIDITY_DAYS} days in the future`)
  return validToMs
}

const tokenFor = (call: Call, key: KeyRecord, token: Uint8Array): ImportTokenRecord => {
  const known = call.importTokens.get(digestOf(token))
  if (known === undefined || known.keyArn !== key.arn) throw refusal('InvalidImportTokenException')
  if (call.nowMs >= known.expiresAtMs) throw refusal('ExpiredImportTokenException')
  return known
}

type WrappedAs = Parameters<typeof unwrapMaterial>[0]

/** A wrapped key is as long as the wrapping key; RSA_AES adds the wrapped material (nsmithuk/local-kms `import_key_material.go`). */
const checkWrappedLength = ({ algorithm, privateKey }: ImportTokenRecord, wrapped: Uint8Array): void => {
  const modulusBytes = (privateKeyOf(privateKey).asymmetricKeyDetails?.modulusLength ?? 0) / 8
  if (modulusBytes === 0) return // SM2 ciphertexts have no fixed length
  const fits = algorithm.startsWith('RSA_AES_') ? wrapped.length > modulusBytes : wrapped.length === modulusBytes
  if (!fits) throw invalid('Invalid encrypted key size.')
}

/** The material a request carries, as a generation of the key; nothing else about the request is decided here. */
const unwrapped = (key: KeyRecord, token: ImportTokenRecord, wrapped: Uint8Array): Material => {
  const { algorithm, privateKey } = token
  checkWrappedLength(token, wrapped)
  const bytes = unwrapMaterial(algorithm as WrappedAs, privateKey, wrapped) // only such algorithms are put into tokens
  if (bytes === undefined) throw refusal('InvalidCiphertextException')
  const material = importMaterial(cryptoSpecOf(key.spec), bytes)
  if (material === undefined) throw refusal('IncorrectKeyMaterialException')
  return toMaterial(key.keyId, material)
}

/** Whether the request brings back known material or adds to it, and that it may. */
const checkImportType = (key: KeyRecord, material: Material, input: Input<'ImportKeyMaterial'>): void => {
  const first = key.materials.length === 0
  const type = input.ImportType ?? (first ? 'NEW_KEY_MATERIAL' : 'EXISTING_KEY_MATERIAL')
  const known = key.materials.some(({ id }) => id === material.id)
  if (input.KeyMaterialId !== undefined && input.KeyMaterialId !== material.id)
    throw refusal('IncorrectKeyMaterialException')
  if (type === 'EXISTING_KEY_MATERIAL') {
    if (!known) throw refusal('IncorrectKeyMaterialException')
    return
  }
  if (first) return
  if (!isSymmetric(key.spec)) throw refusal('UnsupportedOperationException')
  if (known) throw refusal('IncorrectKeyMaterialException')
  const pending = key.materials.find(({ pendingRotation }) => pendingRotation === true)
  if (pending !== undefined)
    throw refusal(
      'KMSInvalidStateException',
      `New key material (id: ${material.id}) cannot be imported into KMS key ${key.arn}, because another key material (id: ${pending.id}) is pending rotation.`,
    )
}

/** First material is in force at once, known material takes its old place, further material waits for its rotation. */
const withMaterial = (key: KeyRecord, imported: Material): KeyRecord => {
  const first = key.materials.length === 0
  const known = key.materials.find(({ id }) => id === imported.id)
  const { pendingRotation, rotatedAtMs, rotationType, description } = known ?? {}
  const kept = {
    ...(rotatedAtMs !== undefined && { rotatedAtMs }),
    ...(rotationType !== undefined && { rotationType }),
    ...(description !== undefined && { description }),
    ...((pendingRotation === true || (known === undefined && !first)) && { pendingRotation: true }),
  }
  const material: Material = { ...kept, ...imported }
  const materials =
    known === undefined
      ? [...key.materials, material]
      : key.materials.map((candidate) => (candidate === known ? material : candidate))
  const grown = { ...key, materials, currentMaterialId: key.currentMaterialId ?? material.id }
  return { ...grown, state: key.state === 'PendingImport' && isComplete(grown) ? 'Enabled' : key.state }
}

const importKeyMaterial: Handler<'ImportKeyMaterial'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireOrigin(key, 'EXTERNAL')
  requireState(key, 'Disabled', 'PendingImport')
  const validToMs = validityOf(call, input)
  const token = tokenFor(call, key, input.ImportToken)
  const material = unwrapped(key, token, input.EncryptedKeyMaterial)
  checkImportType(key, material, input)
  const imported: Material = {
    ...material,
    ...(validToMs !== undefined && { validToMs }),
    ...(input.KeyMaterialDescription !== undefined && { description: input.KeyMaterialDescription }),
  }
  saveKey(call, withMaterial(key, imported))
  return { KeyId: key.arn, KeyMaterialId: material.id }
}

const deleteImportedKeyMaterial: Handler<'DeleteImportedKeyMaterial'> = (call, input) => {
  const key = resolveKeyOnly(call, input.KeyId)
  requireOrigin(key, 'EXTERNAL')
  requireState(key, 'Disabled', 'PendingDeletion', 'PendingImport', 'PendingReplicaDeletion')
  const wanted = input.KeyMaterialId ?? currentMaterial(key)?.id
  if (input.KeyMaterialId !== undefined && !key.materials.some(({ id }) => id === wanted))
    throw refusal('NotFoundException', `Key material ${input.KeyMaterialId} does not exist`)
  if (wanted !== undefined) saveKey(call, withoutMaterial(key, wanted))
  return { KeyId: key.arn, KeyMaterialId: wanted }
}

/** Operations on imported material; named with a suffix because `import` is a word of the language. */
export const importing = {
  GetParametersForImport: getParametersForImport,
  ImportKeyMaterial: importKeyMaterial,
  DeleteImportedKeyMaterial: deleteImportedKeyMaterial,
} satisfies Partial<Handlers>
