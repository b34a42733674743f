import { shortestWindow } from './arrange.ts'
import type { Scenario } from './scenario.ts'

export const lifecycle = {
  // The two calls that name no key: whatever state another key is in must not matter to them.
  createKey: {
    ready:
      ({ kms }) =>
      () =>
        kms.createKey({}),
  },
  listKeys: {
    ready:
      ({ kms }) =>
      () =>
        kms.listKeys({}),
  },
  describeKey: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.describeKey({ keyId: id }),
  },
  updateKeyDescription: {
    effect: 'metadata',
    ready: ({ kms, unique }, { id }) => {
      const description = unique('description')
      return () => kms.updateKeyDescription({ keyId: id, description })
    },
  },
  updateKeyName: {
    effect: 'metadata',
    ready: ({ kms, unique }, { id }) => {
      const name = unique('name')
      return () => kms.updateKeyName({ keyId: id, name })
    },
  },
  enableKey: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.enableKey({ keyId: id }),
  },
  disableKey: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.disableKey({ keyId: id }),
  },
  scheduleKeyDeletion: {
    ready: (stage, { id }) => {
      const pendingDays = shortestWindow(stage)
      return () => stage.kms.scheduleKeyDeletion({ keyId: id, pendingDays })
    },
  },
  cancelKeyDeletion: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.cancelKeyDeletion({ keyId: id }),
  },
  setDeletionProtection: {
    spends: true,
    effect: 'metadata',
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.setDeletionProtection({ keyId: id, enabled: true }),
  },
  getKeyLastUsage: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.getKeyLastUsage({ keyId: id }),
  },
} as const satisfies Record<string, Scenario>
