import { generateKeyPairSync } from 'node:crypto'
import { toBase64 } from '../../../src/index.ts'
import { once } from '../once.ts'
import type { Scenario } from '../scenario.ts'
import { prepare, type Stage } from '../stage.ts'

const tag = { Key: 'polykms', Value: 'conformance' }
const resource = ({ target }: Stage, id: string) => ({ RegionId: target.region, ResourceType: 'key', ResourceId: [id] })

/** Somebody to export a data key to. */
const recipient = once(() => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const PublicKeyBlob = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  return { PublicKeyBlob, WrappingKeySpec: 'RSA_2048', WrappingAlgorithm: 'RSAES_OAEP_SHA_256' }
})

/** Actions of Alibaba Cloud that no operation of ours covers. */
export const alibabaActions: Readonly<Record<string, Scenario>> = {
  'alibaba:ListAliases': {
    ready:
      ({ kms }) =>
      () =>
        kms.raw('ListAliases'),
  },
  'alibaba:DescribeKeyVersion': {
    prepares: true,
    ready: async ({ kms }, { id }) => {
      const { versions } = await prepare('listKeyVersions', () => kms.listKeyVersions({ keyId: id }))
      return () => kms.raw('DescribeKeyVersion', { KeyId: id, KeyVersionId: versions[0]?.keyVersionId })
    },
  },
  'alibaba:GenerateAndExportDataKey': {
    ready: ({ kms }, { id }) => {
      const parameters = { KeyId: id, ...recipient() }
      return () => kms.raw('GenerateAndExportDataKey', parameters)
    },
  },
  'alibaba:ExportDataKey': {
    uses: true,
    ready: async ({ kms }, { id }) => {
      const made = await prepare('generateDataKey', () => kms.generateDataKeyWithoutPlaintext({ keyId: id }))
      const parameters = { CiphertextBlob: toBase64(made.ciphertext), ...recipient() }
      return () => kms.raw('ExportDataKey', parameters)
    },
  },
  'alibaba:ListTagResources': {
    ready:
      (stage, { id }) =>
      () =>
        stage.kms.raw('ListTagResources', resource(stage, id)),
  },
  'alibaba:TagResources': {
    watches: ['tags'],
    effect: 'tags',
    ready: (stage, { id }) => {
      // The key may have the tag already: only another value shows that the call did something.
      const Tag = [{ ...tag, Value: stage.unique('tag') }]
      return () => stage.kms.raw('TagResources', { ...resource(stage, id), Tag })
    },
  },
  'alibaba:UntagResources': {
    prepares: true,
    watches: ['tags'],
    effect: 'tags',
    ready: async (stage, { id }) => {
      await prepare('tagKey', () => stage.kms.tagKey({ keyId: id, tags: { [tag.Key]: tag.Value } }))
      return () => stage.kms.raw('UntagResources', { ...resource(stage, id), TagKey: [tag.Key] })
    },
  },
}
