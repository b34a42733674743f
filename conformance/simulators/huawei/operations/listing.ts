import type { Json } from '../../shared/json.ts'
import { ok, operation } from '../call.ts'
import { refusal } from '../errors.ts'
import { type Field, integer, oneOf, optional, text } from '../fields.ts'
import { listingOf } from '../tables.ts'
import { describeView } from '../views.ts'

/** Most entries of a page; "within the maximum number of keys" (TF provider: 2,000 at a time). */
const MAX_PAGE = 5_000

const markerReader = integer('KMS.1602')
const marker: Field<number, false> = optional((value: Json) => (value === '' ? 0 : markerReader(value)))
const limitReader = integer('KMS.1601', { min: 1, max: MAX_PAGE })

/** `limit` and `marker`, the latter counting from 0. */
export const pageFields = { limit: optional((value: Json) => (value === '' ? MAX_PAGE : limitReader(value))), marker }

/** One page of things in order, with what says how to go on. */
export const pageOf = (total: number, offset: number, count: number) => {
  const next = offset + count
  const truncated = next < total
  return { next_marker: truncated ? String(next) : '', truncated: String(truncated), total }
}

const LISTED_SPECS = [
  ...(['AES_256', 'SM4', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384', 'SECP256K1', 'SM2'] as const),
  ...(['ED25519', 'HMAC_256', 'HMAC_384', 'HMAC_512', 'HMAC_SM3', 'ALL'] as const),
]

/** Default keys are listed too; on Huawei all but AES_256 keys are hidden unless asked for. */
const listKeys = operation(
  ({ profile }) => ({
    ...pageFields,
    key_state: optional(text('KMS.0308', { pattern: /^[1-5]$/ })),
    key_spec: optional(profile.filtersBySpec ? oneOf('KMS.0308', LISTED_SPECS) : () => 'ALL' as const),
    enterprise_project_id: optional(text('KMS.0308', { max: 36 })),
  }),
  (call, input) => {
    const { state, projectId, profile } = call
    const spec = profile.filtersBySpec ? (input.key_spec ?? 'AES_256') : 'ALL'
    const listing = listingOf(projectId, spec === 'ALL' ? undefined : spec, input.key_state)
    const offset = input.marker ?? 0
    const limit = input.limit ?? MAX_PAGE
    const project = profile.hasEnterpriseProjects ? (input.enterprise_project_id ?? 'all') : 'all'
    const all = project !== 'all'
    const chosen = all
      ? state.keys.all('listing', listing).filter((key) => key.enterpriseProjectId === project)
      : state.keys.page({ index: ['listing', listing], offset, limit }).entries.map(({ row }) => row)
    const keys = all ? chosen.slice(offset, offset + limit) : chosen
    const total = all ? chosen.length : state.keys.count('listing', listing)
    return ok({
      keys: keys.map((key) => key.keyId),
      key_details: keys.map((key) => describeView(call, key)),
      ...pageOf(total, offset, keys.length),
    })
  },
)

/** Customer keys alone count. */
const userInstances = operation({}, ({ state, projectId }) =>
  ok({ instance_num: state.keys.count('customer', projectId) }),
)

const userQuotas = operation({}, ({ state, projectId, limits }) => {
  const keys = state.keys.all('customer', projectId)
  const grants = keys.map((key) => state.grants.count('key', `${projectId}/${key.keyId}`))
  return ok({
    quotas: {
      resources: [
        { type: 'CMK', used: keys.length, quota: limits.keys },
        { type: 'grant_per_CMK', used: Math.max(0, ...grants), quota: limits.grantsPerKey },
      ],
    },
  })
})

const genRandom = operation(
  ({ profile }) => ({
    random_data_length: {
      required: true,
      read: (value: Json) => {
        const bits = integer('KMS.1801', profile.randomBits)(value)
        if (bits % 8 !== 0) throw refusal('KMS.1802')
        return bits
      },
    },
  }),
  ({ random }, input) => ok({ random_data: random.hex(input.random_data_length / 8).toUpperCase() }),
)

export const listing = {
  'list-keys': listKeys,
  'user-instances': userInstances,
  'user-quotas': userQuotas,
  'gen-random': genRandom,
}
