import { type Call, ok, operation } from '../call.ts'
import { refusal } from '../errors.ts'
import { integer, NAME, optional, required, text } from '../fields.ts'
import { DOMAIN_ID } from '../projects.ts'
import { placeOf } from '../tables.ts'
import { type KeystoreRow, STATE } from '../types.ts'
import { msString } from '../views.ts'

const name = text('KMS.1101', { pattern: NAME })
const word = text('KMS.0308', { max: 8_192 })
const keystoreId = { keystore_id: required(text('KMS.0308', { max: 36 })) }

const keystoreView = (keystore: KeystoreRow) => ({
  keystore_id: keystore.keystoreId,
  domain_id: DOMAIN_ID,
  keystore_alias: keystore.alias,
  keystore_type: keystore.type,
  ...(keystore.hsmClusterId !== undefined && { hsm_cluster_id: keystore.hsmClusterId }),
  ...(keystore.clusterId !== undefined && { cluster_id: keystore.clusterId }),
  create_time: msString(keystore.createdAtMs),
})

/** Unknown stores are 400, as a client of the real cloud expects (huaweicloud/terraform-provider-huaweicloud). */
const find = (call: Call, id: string): KeystoreRow => {
  const keystore = call.state.keystores.get(placeOf(call.projectId, id))
  if (keystore === undefined) throw refusal('KMS.8003')
  return keystore
}

const save = (call: Call, keystore: KeystoreRow): void =>
  call.state.keystores.put(placeOf(keystore.projectId, keystore.keystoreId), keystore)

/** A new store is disabled. */
const createKeystore = operation(
  {
    keystore_alias: required(name),
    hsm_cluster_id: optional(word),
    hsm_ca_cert: optional(word),
    cluster_id: optional(word),
    keystore_type: optional(text('KMS.0308', { pattern: /^(?:DEFAULT|DHSM|CDMS|[012])$/ })),
  },
  (call, input) => {
    const id = call.random.uuid()
    save(call, {
      keystoreId: id,
      projectId: call.projectId,
      alias: input.keystore_alias,
      type: input.keystore_type ?? 'DHSM',
      ...(input.hsm_cluster_id !== undefined && { hsmClusterId: input.hsm_cluster_id }),
      ...(input.cluster_id !== undefined && { clusterId: input.cluster_id }),
      enabled: false,
      createdAtMs: call.nowMs,
    })
    return ok({ keystore: { keystore_id: id, domain_id: DOMAIN_ID } })
  },
)

const listKeystores = operation(
  { limit: optional(integer('KMS.1601', { min: 1, max: 1_000 })), offset: optional(integer('KMS.0417')) },
  ({ state, projectId }, { limit = 1_000, offset = 0 }) => {
    const { entries } = state.keystores.page({ index: ['project', projectId], limit, offset })
    return ok({
      total: state.keystores.count('project', projectId),
      keystores: entries.map(({ row }) => keystoreView(row)),
    })
  },
)

const describeKeystore = operation(keystoreId, (call, input) =>
  ok({ keystore: keystoreView(find(call, input.keystore_id)) }),
)

const deleteKeystore = operation(keystoreId, (call, input) => {
  const keystore = find(call, input.keystore_id)
  call.state.keystores.delete(placeOf(call.projectId, keystore.keystoreId))
  return ok()
})

/** Store states are numbered like key states. */
const switchKeystore = (enabled: boolean) =>
  operation(keystoreId, (call, input) => {
    const keystore = find(call, input.keystore_id)
    save(call, { ...keystore, enabled })
    const state = enabled ? STATE.enabled : STATE.disabled
    return ok({ keystore: { keystore_id: keystore.keystoreId, keystore_state: state } })
  })

export const keystores = {
  'create-keystore': createKeystore,
  'list-keystores': listKeystores,
  'describe-keystore': describeKeystore,
  'delete-keystore': deleteKeystore,
  'enable-keystore': switchKeystore(true),
  'disable-keystore': switchKeystore(false),
}
