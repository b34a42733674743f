import { replicate } from './arrange.ts'
import type { Scenario } from './scenario.ts'
import { granteeOf, prepare, type Stage, Unreachable } from './stage.ts'

function secondRegion({ target }: Stage) {
  if (target.other === undefined) throw new Unreachable('this target has no second region')
  return target.other
}

async function grant(stage: Stage, keyId: string, keyArn: string | undefined) {
  const grantee = granteeOf(stage, keyArn)
  // DescribeKey fits every kind of key, so that nothing but the state can be in the way.
  const input = { keyId, grantee, retiringPrincipal: grantee, operations: ['DescribeKey' as const] }
  return prepare('createGrant', () => stage.kms.createGrant({ ...input, name: stage.unique('grant') }))
}

export const management = {
  enableKeyRotation: {
    watches: ['rotation'],
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.enableKeyRotation({ keyId: id }),
  },
  disableKeyRotation: {
    watches: ['rotation'],
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.disableKeyRotation({ keyId: id }),
  },
  getKeyRotationStatus: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.getKeyRotationStatus({ keyId: id }),
  },
  rotateKeyOnDemand: {
    watches: ['versions'],
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.rotateKeyOnDemand({ keyId: id }),
  },
  createKeyVersion: {
    watches: ['versions'],
    effect: 'versions',
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.createKeyVersion({ keyId: id }),
  },
  listKeyVersions: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.listKeyVersions({ keyId: id }),
  },
  tagKey: {
    watches: ['tags'],
    effect: 'tags',
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.tagKey({ keyId: id, tags: { polykms: 'conformance' } }),
  },
  untagKey: {
    watches: ['tags'],
    effect: 'tags',
    ready: async ({ kms }, { id }) => {
      await prepare('tagKey', () => kms.tagKey({ keyId: id, tags: { polykms: 'conformance' } }))
      return () => kms.untagKey({ keyId: id, tagKeys: ['polykms'] })
    },
  },
  listKeyTags: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.listKeyTags({ keyId: id }),
  },
  createGrant: {
    watches: ['grants'],
    effect: 'grants',
    ready: (stage, { id, arn }) => {
      const input = { keyId: id, grantee: granteeOf(stage, arn), operations: ['DescribeKey' as const] }
      return () => stage.kms.createGrant({ ...input, name: stage.unique('grant') })
    },
  },
  listGrants: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.listGrants({ keyId: id }),
  },
  revokeGrant: {
    uses: true,
    watches: ['grants'],
    effect: 'grants',
    ready: async (stage, { id, arn }) => {
      const { grantId } = await grant(stage, id, arn)
      return () => stage.kms.revokeGrant({ keyId: id, grantId })
    },
  },
  retireGrant: {
    uses: true,
    watches: ['grants'],
    effect: 'grants',
    ready: async (stage, { id, arn }) => {
      const { grantId } = await grant(stage, id, arn)
      return () => stage.kms.retireGrant({ keyId: arn ?? id, grantId })
    },
  },
  getKeyPolicy: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.getKeyPolicy({ keyId: id }),
  },
  putKeyPolicy: {
    watches: ['policy'],
    effect: 'policy',
    ready: async ({ kms, unique }, { id }) => {
      const { policy } = await prepare('getKeyPolicy', () => kms.getKeyPolicy({ keyId: id }))
      const changed = JSON.stringify({ ...JSON.parse(policy), Id: unique('policy') })
      return () => kms.putKeyPolicy({ keyId: id, policy: changed })
    },
  },
  listKeyPolicies: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.listKeyPolicies({ keyId: id }),
  },
  replicateKey: {
    ready: (stage, { id }) => {
      const { region, projectId } = secondRegion(stage)
      const name = stage.unique('replica')
      return () => stage.kms.replicateKey({ keyId: id, region, ...(projectId && { projectId, name }) })
    },
  },
  updatePrimaryRegion: {
    uses: true,
    ready: async (stage, key, state) => {
      const { region } = secondRegion(stage)
      // A primary with a replica would not go into PendingDeletion but wait for it in PendingReplicaDeletion.
      if (state !== 'PendingDeletion') await prepare('replicateKey', () => replicate(stage, key))
      return () => stage.kms.updatePrimaryRegion({ keyId: key.id, region })
    },
  },
} as const satisfies Record<string, Scenario>
