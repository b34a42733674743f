import type { KeyKind } from '../matrix/index.ts'
import { makeKey, replicate, shortestWindow } from '../scenarios/arrange.ts'
import { kinds } from '../scenarios/kinds.ts'
import { prepare, type Stage } from '../scenarios/stage.ts'
import { type Check, Deviation, must, mustAccept } from './behaviour.ts'

/**
 * The kinds that cells ask for and that every account can make. Making a key has no cell of its own: a server that
 * refuses one of them deviates here, and the cells that need it are out of its reach.
 */
const MADE: readonly KeyKind[] = [
  'symmetric',
  'rsa-encrypt',
  'rsa-sign',
  'ecc-sign',
  'ecc-agreement',
  'hmac',
  'multi-region-primary',
  'external-symmetric',
  'external-rsa-sign',
  'external-hmac',
]

export const keyBehaviours: readonly Check[] = [
  {
    id: 'every-kind-of-key-is-made',
    title: 'Keys of every usage and spec are made as asked for',
    operation: 'createKey',
    check: async (stage) => {
      const problems: string[] = []
      for (const kind of MADE) {
        try {
          await madeAsAsked(stage, kind)
        } catch (error) {
          if (!(error instanceof Deviation)) throw error
          problems.push(error.message)
        }
      }
      must(problems.length === 0, problems.join('; '))
    },
  },
  {
    id: 'primary-waits-for-its-replicas',
    title: 'A multi-Region primary key that is to be deleted waits until its replicas are gone',
    operation: 'scheduleKeyDeletion',
    check: async (stage) => {
      const key = await makeKey(stage, 'multi-region-primary', 'Enabled', false)
      await prepare('replicateKey', () => replicate(stage, key))
      const pendingDays = shortestWindow(stage)
      await mustAccept('scheduleKeyDeletion', () => stage.kms.scheduleKeyDeletion({ keyId: key.id, pendingDays }))
      await mustAccept('scheduleKeyDeletion', () => stage.settle(key.id, 'PendingReplicaDeletion'))
    },
  },
]

async function madeAsAsked({ kms }: Stage, kind: KeyKind): Promise<void> {
  const input = kinds[kind].create ?? {}
  const { spec = 'AES_256', usage = 'ENCRYPT_DECRYPT', multiRegion = false } = input
  const made = await mustAccept(`createKey (${kind})`, () => kms.createKey(input))
  must(made.spec === spec, `createKey (${kind}): its spec is ${made.spec}`)
  must(made.usage === usage, `createKey (${kind}): its usage is ${made.usage}`)
  must((made.multiRegion ?? false) === multiRegion, `createKey (${kind}): multi-Region is ${made.multiRegion}`)
}
