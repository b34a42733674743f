import type { Scenario } from '../scenario.ts'
import { prepare } from '../stage.ts'

const tag = { key: 'polykms', value: 'conformance' }

/** Actions of the v1.0 dialect that no operation of ours covers. */
const actions: Readonly<Record<string, Scenario>> = {
  'update-key-rotation-interval': {
    watches: ['rotation'],
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.raw('update-key-rotation-interval', { key_id: id, rotation_interval: '90' }),
  },
  'create-rsa-datakey-pair': {
    ready:
      ({ kms }, { id }) =>
      () =>
        kms.raw('create-rsa-datakey-pair', { key_id: id, key_spec: 'RSA_2048' }),
  },
  'POST {key_id}/tags': {
    watches: ['tags'],
    effect: 'tags',
    ready: ({ kms, unique }, { id }) => {
      // The key may have the tag already: only another value shows that the call did something.
      const other = { ...tag, value: unique('tag') }
      return () => kms.raw('POST {key_id}/tags', { key_id: id, tag: other })
    },
  },
  'GET tags': {
    ready:
      ({ kms }) =>
      () =>
        kms.raw('GET tags'),
  },
  'POST resource_instances/action': {
    prepares: true,
    ready: async ({ kms }, { id }) => {
      await prepare('tagKey', () => kms.tagKey({ keyId: id, tags: { [tag.key]: tag.value } }))
      const tags = [{ key: tag.key, values: [tag.value] }]
      return () => kms.raw('POST resource_instances/action', { action: 'count', tags })
    },
  },
}

export const huaweiActions = named('huawei')
export const otcActions = named('otc')

function named(cloud: string): Readonly<Record<string, Scenario>> {
  return Object.fromEntries(Object.entries(actions).map(([action, scenario]) => [`${cloud}:${action}`, scenario]))
}
