/** Rotation, and material made elsewhere. */
import type { Call } from '../../aws/call.ts'
import { isPresent } from '../../aws/crypto-guards.ts'
import { requireOrigin, resolveKeyOnly } from '../../aws/guards.ts'
import { currentMaterial } from '../../aws/material.ts'
import { handlerOf } from '../../aws/operations/index.ts'
import { type QHandler, type QHandlers, showing } from '../call.ts'
import { refusal } from '../errors.ts'

/** What RSA_2048, the only wrapping key there is, makes of any material. */
const WRAPPED_BYTES = 256

/** "A symmetric encryption KMS key with no key material": both pages. */
const requireNoMaterial = (call: Call, keyId: string): void => {
  const key = resolveKeyOnly(call, keyId)
  requireOrigin(key, 'EXTERNAL')
  if (isPresent(currentMaterial(key))) throw refusal('KMSInvalidStateException')
}

const getParametersForImport: QHandler<'GetParametersForImport'> = (call, input) => {
  requireNoMaterial(call, input.KeyId)
  return handlerOf('GetParametersForImport')(call, input)
}

const importKeyMaterial: QHandler<'ImportKeyMaterial'> = async (call, input) => {
  requireNoMaterial(call, input.KeyId)
  // AWS has another code for this, which no page lists.
  if (input.EncryptedKeyMaterial.length !== WRAPPED_BYTES) throw refusal('InvalidCiphertextException')
  await handlerOf('ImportKeyMaterial')(call, input)
  return undefined
}

const deleteImportedKeyMaterial: QHandler<'DeleteImportedKeyMaterial'> = async (call, input) => {
  await handlerOf('DeleteImportedKeyMaterial')(call, input)
  return {}
}

export const material = {
  EnableKeyRotation: handlerOf('EnableKeyRotation'),
  DisableKeyRotation: handlerOf('DisableKeyRotation'),
  GetKeyRotationStatus: showing(handlerOf('GetKeyRotationStatus'), 'KeyRotationEnabled'),
  GetParametersForImport: getParametersForImport,
  ImportKeyMaterial: importKeyMaterial,
  DeleteImportedKeyMaterial: deleteImportedKeyMaterial,
} satisfies Partial<QHandlers>
