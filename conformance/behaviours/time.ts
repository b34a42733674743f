import { randomBytes } from 'node:crypto'
import { isKmsError } from '../../src/index.ts'
import { makeKey } from '../scenarios/arrange.ts'
import { importParts, makeMaterial } from '../scenarios/material.ts'
import { isFinding, prepare, type Stage, Unreachable } from '../scenarios/stage.ts'
import { type Check, must, mustAccept, mustRefuse, sameBytes } from './behaviour.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function control(stage: Stage) {
  if (stage.target.control === undefined) throw new Unreachable('time cannot be moved on this target')
  return stage.target.control
}

export const timeBehaviours: readonly Check[] = [
  {
    id: 'deletion-happens-on-its-date',
    title: 'A key is there until its deletion date, and gone afterwards',
    operation: 'scheduleKeyDeletion',
    takesTime: true,
    check: async (stage) => {
      const { kms } = stage
      const { advance } = control(stage)
      const { id } = await makeKey(stage, 'symmetric', 'Enabled', false)
      const pendingDays = kms.limits.pendingDays?.min ?? 7
      await mustAccept('scheduleKeyDeletion', () => kms.scheduleKeyDeletion({ keyId: id, pendingDays }))
      await advance(pendingDays * DAY_MS - HOUR_MS)
      await mustAccept('the key an hour before its date', () => stage.settle(id, 'PendingDeletion'))
      // Clouds promise the day, not the hour: AWS documents up to 24 hours more.
      await advance(DAY_MS + 2 * HOUR_MS)
      await mustRefuse('describeKey after the date', ['KeyNotFound'], () => kms.describeKey({ keyId: id }))
    },
  },
  {
    id: 'enabling-does-not-cancel-deletion',
    title: 'Enabling a key whose deletion is pending, refused or not, leaves it pending deletion on the same date',
    operation: 'enableKey',
    check: async ({ kms, ...stage }) => {
      const { id } = await makeKey({ kms, ...stage }, 'symmetric', 'Enabled', false)
      await mustAccept('scheduleKeyDeletion', () => kms.scheduleKeyDeletion({ keyId: id }))
      const before = await mustAccept('describeKey', () => kms.describeKey({ keyId: id }))
      must(before.deletionDate !== undefined, 'the key has no deletion date')
      try {
        await kms.enableKey({ keyId: id })
      } catch (error) {
        if (!isKmsError(error) || !isFinding(error)) throw error
        must(error.code === 'InvalidKeyState', `enableKey: ${error.message}`)
      }
      const after = await mustAccept('describeKey', () => kms.describeKey({ keyId: id }))
      must(after.state === 'PendingDeletion', `the key is ${after.state}`)
      must(after.deletionDate?.getTime() === before.deletionDate?.getTime(), 'the deletion date is another')
    },
  },
  {
    id: 'cancelled-deletion-loses-nothing',
    title: 'A key whose deletion was cancelled outlives the date and still decrypts',
    operation: 'cancelKeyDeletion',
    takesTime: true,
    check: async (stage) => {
      const { kms } = stage
      const { advance } = control(stage)
      const { id } = await makeKey(stage, 'symmetric', 'Enabled', false)
      const plaintext = new Uint8Array(randomBytes(32))
      const { ciphertext } = await prepare('encrypt', () => kms.encrypt({ keyId: id, plaintext }))
      const pendingDays = kms.limits.pendingDays?.min ?? 7
      await mustAccept('scheduleKeyDeletion', () => kms.scheduleKeyDeletion({ keyId: id, pendingDays }))
      await mustAccept('cancelKeyDeletion', () => kms.cancelKeyDeletion({ keyId: id }))
      await advance((pendingDays + 2) * DAY_MS)
      const { state } = await mustAccept('describeKey', () => kms.describeKey({ keyId: id }))
      if (state === 'Disabled') await mustAccept('enableKey', () => kms.enableKey({ keyId: id }))
      const opened = await mustAccept('decrypt', () => kms.decrypt({ keyId: id, ciphertext }))
      must(sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
    },
  },
  {
    id: 'imported-material-expires',
    title: 'Imported material is usable until it expires; then the key waits for an import',
    operation: 'importKeyMaterial',
    takesTime: true,
    check: async (stage) => {
      const { kms } = stage
      const { advance } = control(stage)
      const { id, material } = await makeKey(stage, 'external-symmetric', 'PendingImport', false)
      const { createdAt } = await mustAccept('describeKey', () => kms.describeKey({ keyId: id }))
      const materialExpiresAt = new Date((createdAt?.getTime() ?? Date.now()) + 2 * DAY_MS)
      const parts = await prepare('getParametersForImport', () =>
        importParts(stage, id, material ?? makeMaterial('aes-256')),
      )
      await mustAccept('importKeyMaterial', () => kms.importKeyMaterial({ keyId: id, ...parts, materialExpiresAt }))
      await mustAccept('the key after the import', () => stage.settle(id, 'Enabled'))
      await advance(3 * DAY_MS)
      await mustAccept('the key after the expiry', () => stage.settle(id, 'PendingImport'))
    },
  },
  {
    id: 'import-token-expires',
    title: 'An import token is refused once its time is over',
    operation: 'importKeyMaterial',
    takesTime: true,
    check: async (stage) => {
      const { kms } = stage
      const { advance } = control(stage)
      const { id, material } = await makeKey(stage, 'external-symmetric', 'PendingImport', false)
      const parts = await prepare('getParametersForImport', () =>
        importParts(stage, id, material ?? makeMaterial('aes-256')),
      )
      await advance(25 * HOUR_MS)
      await mustRefuse('importKeyMaterial with an expired token', ['InvalidImportToken'], () =>
        kms.importKeyMaterial({ keyId: id, ...parts }),
      )
    },
  },
  {
    id: 'automatic-rotation-happens',
    title: 'A key with automatic rotation rotates when its period is over, and old ciphertexts still open',
    operation: 'enableKeyRotation',
    takesTime: true,
    check: async (stage) => {
      const { kms } = stage
      const { advance } = control(stage)
      const { id } = await makeKey(stage, 'symmetric', 'Enabled', false)
      const plaintext = new Uint8Array(randomBytes(32))
      const { ciphertext } = await prepare('encrypt', () => kms.encrypt({ keyId: id, plaintext }))
      const periodDays = kms.limits.rotationPeriodDays?.min ?? 90
      await mustAccept('enableKeyRotation', () => kms.enableKeyRotation({ keyId: id, periodDays }))
      const before = await rotations(stage, id)
      await advance((periodDays + 1) * DAY_MS)
      must((await rotations(stage, id)) === before + 1, 'the period is over and no rotation is listed')
      const opened = await mustAccept('decrypt', () => kms.decrypt({ keyId: id, ciphertext }))
      must(sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
    },
  },
]

async function rotations({ kms }: Stage, keyId: string): Promise<number> {
  try {
    return (await kms.listKeyVersions({ keyId })).versions.length
  } catch (error) {
    if (isKmsError(error) && error.code === 'Unsupported') throw new Unreachable('this cloud lists no rotations')
    throw error
  }
}
