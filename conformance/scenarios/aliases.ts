import { otherKey } from './arrange.ts'
import type { Scenario } from './scenario.ts'
import { prepare } from './stage.ts'

export const aliases = {
  createAlias: {
    watches: ['aliases'],
    effect: 'aliases',
    ready: ({ kms, unique }, { id }) => {
      const alias = unique('alias/key')
      return () => kms.createAlias({ alias, keyId: id })
    },
  },
  'updateAlias.current': {
    prepares: true,
    watches: ['aliases'],
    effect: 'aliases',
    ready: async (stage, { id }) => {
      const alias = stage.unique('alias/key')
      await prepare('createAlias', () => stage.kms.createAlias({ alias, keyId: id }))
      const target = await otherKey(stage)
      return () => stage.kms.updateAlias({ alias, keyId: target.id })
    },
  },
  'updateAlias.target': {
    watches: ['aliases'],
    effect: 'aliases',
    ready: async (stage, { id }) => {
      const alias = stage.unique('alias/key')
      const current = await otherKey(stage)
      await prepare('createAlias', () => stage.kms.createAlias({ alias, keyId: current.id }))
      return () => stage.kms.updateAlias({ alias, keyId: id })
    },
  },
  deleteAlias: {
    prepares: true,
    watches: ['aliases'],
    effect: 'aliases',
    ready: async ({ kms, unique }, { id }) => {
      const alias = unique('alias/key')
      await prepare('createAlias', () => kms.createAlias({ alias, keyId: id }))
      return () => kms.deleteAlias({ alias })
    },
  },
  listAliases: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.listAliases({ keyId: id }),
  },
} as const satisfies Record<string, Scenario>
