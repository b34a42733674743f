import { isKmsError } from '../../src/index.ts'
import { type Key, replicate } from './arrange.ts'
import type { Scenario } from './scenario.ts'
import { granteeOf, isFinding, prepare, type Stage, Unreachable } from './stage.ts'

/** Alibaba Cloud wants seven days between two versions of a key. */
const VERSION_INTERVAL_MS = 8 * 86_400_000

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

/** A key's policy; where keys are born without one, this key gets one. */
async function policyOf({ kms }: Stage, keyId: string): Promise<string> {
  try {
    return (await kms.getKeyPolicy({ keyId })).policy
  } catch (error) {
    if (!isKmsError(error) || error.code !== 'NotFound') throw error
    const policy = JSON.stringify({ Version: '1', Statement: [] })
    await kms.putKeyPolicy({ keyId, policy })
    return policy
  }
}

/** The key's policy, or, where it cannot be read, one that leaves the key to its account as the default policy does. */
async function policyToChange(stage: Stage, { id, arn }: Key): Promise<string> {
  try {
    return await policyOf(stage, id)
  } catch (error) {
    if (!isKmsError(error) || !isFinding(error)) throw error
    const Principal = { AWS: granteeOf(stage, arn) }
    const Statement = [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }]
    return JSON.stringify({ Version: '2012-10-17', Statement })
  }
}

export const management = {
  enableKeyRotation: {
    spends: true,
    watches: ['rotation'],
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.enableKeyRotation({ keyId: id }),
  },
  disableKeyRotation: {
    spends: true,
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
    ready: async ({ kms, target }, { id }) => {
      if (target.control === undefined) throw new Unreachable('a key takes a new version only when it is a week old')
      await target.control.advance(VERSION_INTERVAL_MS)
      return () => kms.createKeyVersion({ keyId: id })
    },
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
    ready: ({ kms, unique }, { id }) => {
      // The key may have the tag already: only another value shows that the call did something.
      const tags = { polykms: unique('tag') }
      return () => kms.tagKey({ keyId: id, tags })
    },
  },
  untagKey: {
    prepares: true,
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
  listRetirableGrants: {
    ready: (stage, { arn }) => {
      const retiringPrincipal = granteeOf(stage, arn)
      return () => stage.kms.listRetirableGrants({ retiringPrincipal })
    },
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
    prepares: true,
    ready: async (stage, { id }) => {
      // A refusal is no reason not to ask: it is the answer that the cell is about.
      await policyOf(stage, id).catch((error: unknown) => {
        if (!isKmsError(error) || !isFinding(error)) throw error
      })
      return () => stage.kms.getKeyPolicy({ keyId: id })
    },
  },
  putKeyPolicy: {
    prepares: true,
    watches: ['policy'],
    effect: 'policy',
    ready: async (stage, key) => {
      const { id } = key
      const policy = await policyToChange(stage, key)
      const changed = JSON.stringify({ ...JSON.parse(policy), Id: stage.unique('policy') })
      return () => stage.kms.putKeyPolicy({ keyId: id, policy: changed })
    },
  },
  listKeyPolicies: {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.listKeyPolicies({ keyId: id }),
  },
  replicateKey: {
    spends: true,
    ready: (stage, { id }) => {
      const { region, projectId } = secondRegion(stage)
      const name = stage.unique('replica')
      return () => stage.kms.replicateKey({ keyId: id, region, ...(projectId && { projectId, name }) })
    },
  },
  updatePrimaryRegion: {
    spends: true,
    uses: true,
    ready: async (stage, key, state) => {
      const { region } = secondRegion(stage)
      // A primary with a replica would not go into PendingDeletion but wait for it in PendingReplicaDeletion.
      if (state !== 'PendingDeletion') await prepare('replicateKey', () => replicate(stage, key))
      return () => stage.kms.updatePrimaryRegion({ keyId: key.id, region })
    },
  },
} as const satisfies Record<string, Scenario>
