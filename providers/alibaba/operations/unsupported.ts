import type { Bindings } from '../../../src/provider.ts'

// The list of all actions: an operation without one in it does not exist.
const ACTIONS = 'https://github.com/aliyun/aliyun-openapi-meta metadatas/kms'

export const NO_GRANTS = 'Alibaba Cloud has no grants'

type Absent = Pick<
  Bindings,
  | 'updateKeyName'
  | 'getKeyLastUsage'
  | 'generateDataKeyPair'
  | 'generateDataKeyPairWithoutPlaintext'
  | 'generateRandom'
  | 'deriveSharedSecret'
  | 'rotateKeyOnDemand'
  | 'createGrant'
  | 'listGrants'
  | 'revokeGrant'
  | 'retireGrant'
  | 'listRetirableGrants'
  | 'listKeyPolicies'
  | 'replicateKey'
  | 'updatePrimaryRegion'
>

const noGrants = { unsupported: `${NO_GRANTS}; access is given by RAM policies`, source: ACTIONS }
const noPairs = { unsupported: 'Alibaba Cloud generates no data key pairs', source: ACTIONS }
const noReplicas = { unsupported: 'Alibaba Cloud has no multi-Region keys', source: ACTIONS }

export const unsupported: Absent = {
  updateKeyName: { unsupported: 'Alibaba Cloud names keys by alias only; call createAlias', source: ACTIONS },
  getKeyLastUsage: { unsupported: 'Alibaba Cloud does not tell when a key was last used', source: ACTIONS },
  generateDataKeyPair: noPairs,
  generateDataKeyPairWithoutPlaintext: noPairs,
  generateRandom: {
    unsupported: 'Alibaba Cloud has no random bytes, only GetRandomPassword, which returns text',
    source: ACTIONS,
  },
  deriveSharedSecret: { unsupported: 'Alibaba Cloud has no key agreement', source: ACTIONS },
  rotateKeyOnDemand: {
    unsupported: 'Alibaba Cloud rotates symmetric keys by policy only; createKeyVersion serves asymmetric keys',
    source: 'https://github.com/AlibabaCloudDocs/kms intl.en-US/API Reference/Key/CreateKeyVersion.md',
  },
  createGrant: noGrants,
  listGrants: noGrants,
  revokeGrant: noGrants,
  retireGrant: noGrants,
  listRetirableGrants: noGrants,
  listKeyPolicies: {
    unsupported: 'Alibaba Cloud has at most one policy on a key, named default',
    source: `${ACTIONS}/SetKeyPolicy.json`,
  },
  replicateKey: noReplicas,
  updatePrimaryRegion: noReplicas,
}
