import { createHash } from 'node:crypto'
import { generateMaterial, generateMaterialSync, type KeyMaterial } from '../shared/crypto/material.ts'
import type { Random } from '../shared/random.ts'
import { cryptoSpecOf } from './specs.ts'
import type { KeyRecord, KeySpec, Material } from './types.ts'

/** KeyMaterialId: the same for the same material on the same key, whichever Region it is in. */
const materialId = (keyId: string, secret: Uint8Array): string =>
  createHash('sha256').update(`polykms key material ${keyId}`).update(secret).digest('hex')

/** A generation of a key from bare material. */
export const toMaterial = (keyId: string, { secret, publicKey }: KeyMaterial): Material => ({
  id: materialId(keyId, secret),
  secret,
  ...(publicKey !== undefined && { publicKey }),
})

/** Fresh material; RSA keys are made off the event loop. */
export const newMaterial = async (keyId: string, spec: KeySpec, random: Random): Promise<Material> =>
  toMaterial(keyId, await generateMaterial(cryptoSpecOf(spec), random.bytes))

/** {@link newMaterial} for the control surface and for rotation, which happen between two calls. */
export const newMaterialSync = (keyId: string, spec: KeySpec, random: Random): Material =>
  toMaterial(keyId, generateMaterialSync(cryptoSpecOf(spec), random.bytes))

export const currentMaterial = (key: KeyRecord): Material | undefined =>
  key.materials.find(({ id }) => id === key.currentMaterialId)

/** The generations a key cannot work without: all but one that waits for its rotation. */
export const isComplete = (key: KeyRecord): boolean => {
  const associated = key.materials.filter(({ pendingRotation }) => pendingRotation !== true)
  return associated.length > 0 && associated.every(({ secret }) => secret !== undefined)
}

/** The same material without its secret: deleted or expired. */
const stripped = ({ secret: _, validToMs: __, ...rest }: Material): Material => rest

/** Takes imported material away. A pending one vanishes; any other leaves the key waiting for it. */
export const withoutMaterial = (key: KeyRecord, id: string): KeyRecord => {
  const material = key.materials.find((candidate) => candidate.id === id)
  if (material === undefined) return key
  if (material.pendingRotation === true)
    return { ...key, materials: key.materials.filter((candidate) => candidate !== material) }
  const materials = key.materials.map((candidate) => (candidate === material ? stripped(candidate) : candidate))
  const falls = key.state === 'Enabled' || key.state === 'Disabled'
  return { ...key, materials, state: falls ? 'PendingImport' : key.state }
}
