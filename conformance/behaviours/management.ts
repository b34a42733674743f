import { randomBytes } from 'node:crypto'
import { paginate } from '../../src/index.ts'
import { makeKey } from '../scenarios/arrange.ts'
import { importParts, makeMaterial } from '../scenarios/material.ts'
import { granteeOf, prepare, type Stage, Unreachable } from '../scenarios/stage.ts'
import { type Check, must, mustAccept, mustRefuse, sameBytes } from './behaviour.ts'

const symmetric = (stage: Stage) => makeKey(stage, 'symmetric', 'Enabled', false)

export const managementBehaviours: readonly Check[] = [
  {
    id: 'wrong-secret-is-refused',
    title: 'A request signed with a wrong secret is refused as not authenticated',
    operation: 'describeKey',
    check: async (stage) => {
      const { impostor } = stage.target
      if (impostor === undefined) throw new Unreachable('this target offers no second client')
      const { id } = await symmetric(stage)
      await mustRefuse('describeKey with a wrong secret', ['Unauthenticated'], () =>
        impostor.describeKey({ keyId: id }),
      )
    },
  },
  {
    id: 'unknown-key-is-not-found',
    title: 'A key that does not exist is not found',
    operation: 'describeKey',
    check: async ({ kms }) => {
      const keyId = '00000000-1111-2222-3333-444444444444'
      await mustRefuse('describeKey', ['KeyNotFound'], () => kms.describeKey({ keyId }))
      await mustRefuse('enableKey', ['KeyNotFound'], () => kms.enableKey({ keyId }))
    },
  },
  {
    id: 'alias-follows-update',
    title: 'An alias names its key wherever aliases are allowed, and after an update the new one',
    operation: 'updateAlias',
    check: async (stage) => {
      const { kms } = stage
      const [first, second] = [await symmetric(stage), await symmetric(stage)]
      const alias = stage.unique('alias/key')
      await mustAccept('createAlias', () => kms.createAlias({ alias, keyId: first.id }))
      const plaintext = new Uint8Array(randomBytes(32))
      const before = await mustAccept('encrypt by alias', () => kms.encrypt({ keyId: alias, plaintext }))
      must(before.keyId === first.id, 'the alias led to another key')
      await mustAccept('updateAlias', () => kms.updateAlias({ alias, keyId: second.id }))
      const after = await mustAccept('encrypt by alias', () => kms.encrypt({ keyId: alias, plaintext }))
      must(after.keyId === second.id, 'the alias still leads to the old key')
      await mustAccept('deleteAlias', () => kms.deleteAlias({ alias }))
      await mustRefuse('describeKey by a deleted alias', ['AliasNotFound', 'KeyNotFound'], () =>
        kms.describeKey({ keyId: alias }),
      )
    },
  },
  {
    id: 'alias-is-unique',
    title: 'An alias that is taken is refused and stays with its key',
    operation: 'createAlias',
    check: async (stage) => {
      const { kms } = stage
      const [first, second] = [await symmetric(stage), await symmetric(stage)]
      const alias = stage.unique('alias/key')
      await mustAccept('createAlias', () => kms.createAlias({ alias, keyId: first.id }))
      await mustRefuse('createAlias', ['AlreadyExists'], () => kms.createAlias({ alias, keyId: second.id }))
      const { keyId } = await mustAccept('describeKey', () => kms.describeKey({ keyId: alias }))
      must(keyId === first.id, 'the alias moved')
    },
  },
  {
    id: 'pages-are-complete',
    title: 'The pages of a list show every item exactly once',
    operation: 'listAliases',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await symmetric(stage)
      const made: string[] = []
      for (let count = 0; count < 5; count += 1) {
        const alias = stage.unique('alias/key')
        await prepare('createAlias', () => kms.createAlias({ alias, keyId: id }))
        made.push(alias)
      }
      const seen: string[] = []
      for await (const { alias } of paginate(kms, 'listAliases', { keyId: id, limit: 2 })) seen.push(alias)
      must(
        made.every((alias) => seen.filter((one) => one === alias).length === 1),
        `made ${made.length}, listed ${seen.length}`,
      )
    },
  },
  {
    id: 'tags-are-kept',
    title: 'Tags are added, overwritten and removed',
    operation: 'tagKey',
    check: async ({ kms, ...stage }) => {
      const { id } = await symmetric({ kms, ...stage })
      await mustAccept('tagKey', () => kms.tagKey({ keyId: id, tags: { a: '1', b: '2' } }))
      await mustAccept('tagKey', () => kms.tagKey({ keyId: id, tags: { b: '3' } }))
      await mustAccept('untagKey', () => kms.untagKey({ keyId: id, tagKeys: ['a'] }))
      const { tags } = await mustAccept('listKeyTags', () => kms.listKeyTags({ keyId: id }))
      must(tags['b'] === '3' && !('a' in tags), 'the tags are not as set')
    },
  },
  {
    id: 'removing-an-absent-tag-is-no-error',
    title: 'Removing a tag that the key does not have is accepted',
    operation: 'untagKey',
    check: async (stage) => {
      const { id } = await symmetric(stage)
      await mustAccept('untagKey', () => stage.kms.untagKey({ keyId: id, tagKeys: ['not-there'] }))
    },
  },
  {
    id: 'named-grant-is-made-once',
    title: 'Creating the same named grant again gives the same grant',
    operation: 'createGrant',
    check: async (stage) => {
      const { kms } = stage
      const { id, arn } = await symmetric(stage)
      const input = {
        keyId: id,
        grantee: granteeOf(stage, arn),
        operations: ['Decrypt' as const],
        name: stage.unique('grant'),
      }
      const first = await mustAccept('createGrant', () => kms.createGrant(input))
      const second = await mustAccept('createGrant', () => kms.createGrant(input))
      must(first.grantId === second.grantId, 'a second grant was made')
      const { grants } = await mustAccept('listGrants', () => kms.listGrants({ keyId: id }))
      must(grants.length === 1, `${grants.length} grants are listed`)
    },
  },
  {
    id: 'dry-run-changes-nothing',
    title: 'A dry run says that the call would have succeeded, and does nothing',
    operation: 'createGrant',
    check: async (stage) => {
      const { kms } = stage
      const { id, arn } = await symmetric(stage)
      const input = { keyId: id, grantee: granteeOf(stage, arn), operations: ['Decrypt' as const] }
      await mustRefuse('createGrant', ['DryRunSucceeded'], () => kms.createGrant({ ...input, dryRun: true }))
      const { grants } = await mustAccept('listGrants', () => kms.listGrants({ keyId: id }))
      must(grants.length === 0, 'the dry run made a grant')
    },
  },
  {
    id: 'external-key-waits-for-material',
    title: 'A key of external origin is born without material and encrypts nothing until some is imported',
    operation: 'createKey',
    check: async (stage) => {
      const { kms } = stage
      const created = await mustAccept('createKey', () => kms.createKey({ origin: 'EXTERNAL' }))
      const { state } = await mustAccept('describeKey', () => kms.describeKey({ keyId: created.keyId }))
      must(state === 'PendingImport', `the new key is ${state}`)
      await mustRefuse('encrypt', ['InvalidKeyState'], () =>
        kms.encrypt({ keyId: created.keyId, plaintext: new Uint8Array(16) }),
      )
    },
  },
  {
    id: 'import-token-is-bound-to-its-key',
    title: 'An import token works only with the key it was made for',
    operation: 'importKeyMaterial',
    check: async (stage) => {
      const donor = await makeKey(stage, 'external-symmetric', 'PendingImport', false)
      const other = await makeKey(stage, 'external-symmetric', 'PendingImport', false)
      const parts = await prepare('getParametersForImport', () => importParts(stage, donor.id, makeMaterial('aes-256')))
      await mustRefuse('importKeyMaterial', ['InvalidImportToken'], () =>
        stage.kms.importKeyMaterial({ keyId: other.id, ...parts }),
      )
    },
  },
  {
    id: 'only-the-same-material-comes-back',
    title: 'After its material was deleted a key takes the same material again, and no other',
    operation: 'importKeyMaterial',
    check: async (stage) => {
      const { kms } = stage
      const { id, material = makeMaterial('aes-256') } = await makeKey(stage, 'external-symmetric', 'Enabled', true)
      const plaintext = new Uint8Array(randomBytes(32))
      const { ciphertext } = await prepare('encrypt', () => kms.encrypt({ keyId: id, plaintext }))
      await mustAccept('deleteKeyMaterial', () => kms.deleteKeyMaterial({ keyId: id }))
      const foreign = await prepare('getParametersForImport', () => importParts(stage, id, makeMaterial('aes-256')))
      await mustRefuse('importing other material', ['InvalidKeyMaterial'], () =>
        kms.importKeyMaterial({ keyId: id, ...foreign }),
      )
      const same = await prepare('getParametersForImport', () => importParts(stage, id, material))
      await mustAccept('importing the same material', () => kms.importKeyMaterial({ keyId: id, ...same }))
      const opened = await mustAccept('decrypt', () => kms.decrypt({ keyId: id, ciphertext }))
      must(sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
    },
  },
  {
    id: 'rotation-keeps-old-ciphertexts',
    title: 'After a rotation on demand, what was encrypted before still opens',
    operation: 'rotateKeyOnDemand',
    check: async (stage) => {
      const { kms } = stage
      const { id } = await symmetric(stage)
      const plaintext = new Uint8Array(randomBytes(32))
      const { ciphertext } = await prepare('encrypt', () => kms.encrypt({ keyId: id, plaintext }))
      await mustAccept('rotateKeyOnDemand', () => kms.rotateKeyOnDemand({ keyId: id }))
      const opened = await mustAccept('decrypt', () => kms.decrypt({ keyId: id, ciphertext }))
      must(sameBytes(opened.plaintext, plaintext), 'decrypt gave other bytes')
    },
  },
]
