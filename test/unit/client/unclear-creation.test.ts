import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createSimulator, type Fault, type SimulatedCloud } from '../../../conformance/simulators/index.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import { createClient, fetchTransport, type KmsClient, paginate } from '../../../src/index.ts'
import { rejection } from '../../support/fake-provider.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const client = async (cloud: SimulatedCloud) => {
  const simulator = createSimulator(cloud)
  const [region] = localCloud(cloud).regions
  const provider = await localCloud(cloud).provider({ region })
  const kms = createClient(provider, { transport: fetchTransport(simulator.fetch) })
  return { kms, simulator }
}

const keysOf = async (kms: KmsClient) => {
  const ids: string[] = []
  for await (const { keyId } of paginate(kms, 'listKeys', {})) ids.push(keyId)
  return ids
}

const ACTION = {
  aws: 'CreateKey',
  alibaba: 'CreateKey',
  huawei: 'create-key',
  otc: 'create-key',
  quilibrium: 'CreateKey',
}
const once = (cloud: keyof typeof ACTION, fault: Omit<Fault, 'action' | 'count'>) => ({
  ...fault,
  action: ACTION[cloud],
  count: 1,
})

describe.each(['huawei', 'otc'] as const)('an unclear createKey on %s', (cloud) => {
  test.each([
    ['5xx, and nothing happened', { kind: 'server-error' }],
    ['5xx, and it had happened', { kind: 'server-error', effect: 'after' }],
    ['a cut connection, and it had happened', { kind: 'cut-connection', effect: 'after' }],
    ['an unreadable reply', { kind: 'malformed-body' }],
  ] as const)('is settled by the unique name after %s', async (_what, fault) => {
    for (const name of [undefined, 'orders']) {
      const { kms, simulator } = await client(cloud)
      for (let more = 0; more < 3; more += 1) await kms.createKey({})
      simulator.control.faults.add(once(cloud, fault))
      const key = await kms.createKey({ description: 'for orders', ...(name && { name }) })
      expect(key).toMatchObject({ state: 'Enabled', description: 'for orders' })
      expect(await keysOf(kms)).toHaveLength(4)
      expect(await keysOf(kms)).toContain(key.keyId)
    }
  })

  test('is settled without a second request for a key, too', async () => {
    const { kms, simulator } = await client(cloud)
    simulator.control.faults.add(once(cloud, { kind: 'server-error', effect: 'after' }))
    const { keyId } = await kms.createKey({}, { retries: 0 })
    expect(await keysOf(kms)).toEqual([keyId])
  })

  test('never hands out a key that was there before', async () => {
    const { kms, simulator } = await client(cloud)
    const old = await kms.createKey({ name: 'orders' })
    simulator.control.clock.advance('1d')
    const later = createClient(await localCloud(cloud).provider({ region: localCloud(cloud).regions[0] }), {
      transport: fetchTransport(simulator.fetch),
      now: () => Date.now() + 600_000,
    })
    simulator.control.faults.add(once(cloud, { kind: 'server-error' }))
    expect(await rejection(later.createKey({ name: 'orders' }))).toMatchObject({ code: 'AlreadyExists' })
    expect(await keysOf(kms)).toEqual([old.keyId])
  })

  test('is told as unclear when the look fails too', async () => {
    const { kms, simulator } = await client(cloud)
    simulator.control.faults.add(once(cloud, { kind: 'server-error', effect: 'after' }))
    simulator.control.faults.add({ kind: 'server-error', action: 'list-keys' })
    const call = kms.createKey({}, { retries: 0 })
    expect(await rejection(call)).toMatchObject({ code: 'ServiceUnavailable', ambiguous: true, operation: 'createKey' })
  })
})

describe.each(['aws', 'alibaba', 'quilibrium'] as const)('an unclear createKey on %s', (cloud) => {
  test('fails, ambiguous, after one request', async () => {
    const { kms, simulator } = await client(cloud)
    simulator.control.faults.add(once(cloud, { kind: 'server-error', effect: 'after' }))
    expect(await rejection(kms.createKey({}))).toMatchObject({ ambiguous: true, attempts: 1 })
    expect(await keysOf(kms)).toHaveLength(1)
  })

  test('with a one-time tag is found by it', async () => {
    const { kms, simulator } = await client(cloud)
    for (let more = 0; more < 12; more += 1) await kms.createKey({ idempotencyTag: `other-${more}` })
    simulator.control.faults.add(once(cloud, { kind: 'server-error', effect: 'after' }))
    const key = await kms.createKey({ idempotencyTag: 'this-one', tags: { team: 'orders' } })
    const keys = await keysOf(kms)
    expect(keys).toHaveLength(13)
    expect(keys).toContain(key.keyId)
    const { tags } = await kms.listKeyTags({ keyId: key.keyId })
    expect(tags).toEqual({ team: 'orders', 'polykms-idempotency': 'this-one' })
  })

  test('that did not happen stays unclear, tag or not: nobody knows whether it is still on its way', async () => {
    const { kms, simulator } = await client(cloud)
    await kms.createKey({ idempotencyTag: 'other' })
    simulator.control.faults.add(once(cloud, { kind: 'server-error' }))
    expect(await rejection(kms.createKey({ idempotencyTag: 'this-one' }))).toMatchObject({ ambiguous: true })
    expect(await keysOf(kms)).toHaveLength(1)
  })

  test('with a one-time tag that works costs no further request', async () => {
    const { kms, simulator } = await client(cloud)
    await kms.createKey({ idempotencyTag: 'this-one' })
    expect(simulator.calls()).toHaveLength(1)
  })
})

describe('createGrant', () => {
  const grant = { grantee: 'arn:aws:iam::000000000000:root', operations: ['DescribeKey' as const] }

  test('with a name is made again on AWS, which hands out the same grant', async () => {
    const { kms, simulator } = await client('aws')
    const { keyId } = await kms.createKey({})
    simulator.control.faults.add({ kind: 'server-error', effect: 'after', action: 'CreateGrant', count: 1 })
    const { grantId } = await kms.createGrant({ ...grant, keyId, name: 'orders' })
    const { grants } = await kms.listGrants({ keyId })
    expect(grants.map((one) => one.grantId)).toEqual([grantId])
  })

  test('without a name is not', async () => {
    const { kms, simulator } = await client('aws')
    const { keyId } = await kms.createKey({})
    simulator.control.faults.add({ kind: 'server-error', effect: 'after', action: 'CreateGrant', count: 1 })
    expect(await rejection(kms.createGrant({ ...grant, keyId }))).toMatchObject({ ambiguous: true, attempts: 1 })
    expect((await kms.listGrants({ keyId })).grants).toHaveLength(1)
  })
})
