import type { GrantListEntry, GrantOperation as TheirOperation } from '@aws-sdk/client-kms'
import type { GrantOperation } from '../../../../src/index.ts'
import type { Comparison, Comparisons } from '../compare.ts'
import { ACCOUNT, type AwsClients } from './clients.ts'

const GRANTEE = `arn:aws:iam::${ACCOUNT}:user/grantee`
const RETIRING = `arn:aws:iam::${ACCOUNT}:user/retiring`
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
})

/** Who may use a key: grants and policies. */
export const accessComparisons = ({ ours, sdk, newKey }: AwsClients): Comparisons => {
  const operations: GrantOperation[] & TheirOperation[] = ['Encrypt', 'Decrypt']
  const theirGrant = {
    GranteePrincipal: GRANTEE,
    RetiringPrincipal: RETIRING,
    Operations: operations,
    Name: 'g',
    Constraints: { EncryptionContextSubset: { a: '1' } },
  }
  /** Of a name of its own: the same grant, created again, is the same grant. */
  const newGrant = async (KeyId: string, Name = 'g') =>
    (await sdk.createGrant({ KeyId, ...theirGrant, Name })).GrantId ?? ''
  const granted = (one: GrantListEntry) => ({
    grantId: one.GrantId,
    keyId: one.KeyId?.split('/').at(-1),
    keyArn: one.KeyId,
    name: one.Name,
    grantee: one.GranteePrincipal,
    retiringPrincipal: one.RetiringPrincipal,
    issuingPrincipal: one.IssuingAccount,
    operations: one.Operations,
    constraints: { contextSubset: one.Constraints?.EncryptionContextSubset },
    createdAt: one.CreationDate,
  })
  const grantsOf = async (KeyId: string) => (await sdk.listGrants({ KeyId })).Grants ?? []
  const ungrant =
    (mine: typeof ours.revokeGrant, theirs: (id: { KeyId: string; GrantId: string }) => Promise<unknown>): Comparison =>
    async () => {
      const keyId = newKey()
      const [a, b, kept] = [await newGrant(keyId, 'a'), await newGrant(keyId, 'b'), await newGrant(keyId)]
      const left = async () => (await grantsOf(keyId)).map(({ GrantId }) => GrantId)
      await mine({ keyId, grantId: a })
      const afterOurs = await left()
      await theirs({ KeyId: (await sdk.describeKey({ KeyId: keyId })).KeyMetadata?.Arn ?? '', GrantId: b })
      return { ours: afterOurs.filter((id) => id !== b), theirs: await left(), expected: [kept] }
    }

  return {
    createGrant: async () => {
      const [a, b] = [newKey(), newKey()]
      const mine = await ours.createGrant({
        keyId: a,
        grantee: GRANTEE,
        retiringPrincipal: RETIRING,
        operations,
        name: 'g',
        constraints: { contextSubset: { a: '1' } },
      })
      const theirs = await sdk.createGrant({ KeyId: b, ...theirGrant })
      const seen = async (KeyId: string) =>
        (await grantsOf(KeyId)).map(({ GrantId: _id, KeyId: _key, ...grant }) => grant)
      const named = async (KeyId: string, grantId: string | undefined) =>
        (await grantsOf(KeyId)).map(({ GrantId }) => GrantId === grantId)
      return {
        ours: [await seen(a), await named(a, mine.grantId), typeof mine.grantToken],
        theirs: [await seen(b), await named(b, theirs.GrantId), typeof theirs.GrantToken],
      }
    },
    listGrants: async () => {
      const keyId = newKey()
      for (const name of ['a', 'b', 'c']) await newGrant(keyId, name)
      const first = await ours.listGrants({ keyId, limit: 2 })
      const second = await ours.listGrants({ keyId, limit: 2, cursor: first.cursor ?? '' })
      return { ours: [...first.grants, ...second.grants], theirs: (await grantsOf(keyId)).map(granted) }
    },
    revokeGrant: ungrant(ours.revokeGrant, (id) => sdk.revokeGrant(id)),
    retireGrant: ungrant(ours.retireGrant, (id) => sdk.retireGrant(id)),
    listRetirableGrants: async () => {
      await newGrant(newKey())
      const theirs = await sdk.listRetirableGrants({ RetiringPrincipal: RETIRING })
      const mine = await ours.listRetirableGrants({ retiringPrincipal: RETIRING })
      return { ours: mine.grants, theirs: theirs.Grants?.map(granted) }
    },
    getKeyPolicy: async () => {
      const KeyId = newKey()
      const { Policy, PolicyName } = await sdk.getKeyPolicy({ KeyId })
      const { policy, policyName } = await ours.getKeyPolicy({ keyId: KeyId })
      return { ours: { policy, policyName }, theirs: { policy: Policy, policyName: PolicyName } }
    },
    putKeyPolicy: async () => {
      const [a, b] = [newKey(), newKey()]
      await ours.putKeyPolicy({ keyId: a, policy: POLICY })
      await sdk.putKeyPolicy({ KeyId: b, Policy: POLICY })
      const policyOf = async (KeyId: string): Promise<unknown> =>
        JSON.parse((await sdk.getKeyPolicy({ KeyId })).Policy ?? '')
      return { ours: await policyOf(a), theirs: await policyOf(b), expected: JSON.parse(POLICY) }
    },
    listKeyPolicies: async () => {
      const KeyId = newKey()
      const theirs = await sdk.listKeyPolicies({ KeyId })
      return { ours: (await ours.listKeyPolicies({ keyId: KeyId })).policyNames, theirs: theirs.PolicyNames }
    },
  }
}
