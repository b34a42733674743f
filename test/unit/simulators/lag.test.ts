import { expect, test } from 'vitest'
import { createAwsSimulator } from '../../../conformance/simulators/aws/index.ts'
import { Lag } from '../../../conformance/simulators/shared/lag.ts'
import { Store } from '../../../conformance/simulators/shared/store.ts'
import { awsWire } from '../../support/aws-wire.ts'

interface Item {
  readonly value: number
}

const setUp = (...settings: Parameters<Lag['set']>) => {
  const store = new Store()
  const items = store.table<Item>('items')
  const lag = new Lag()
  store.onChange(lag.changed)
  items.put('a', { value: 0 })
  lag.set(...settings)
  const read = (id = 'a') => lag.view(items).get(id)?.value
  return { items, lag, read }
}

const times = <T>(count: number, read: () => T): T[] => Array.from({ length: count }, read)

test('for n calls after a change the old row is seen, then the new one', () => {
  const { items, read } = setUp({ calls: 3 })
  items.put('a', { value: 1 })
  expect(times(5, read)).toEqual([0, 0, 0, 1, 1])
})

test('alternating reads see old and new by turns', () => {
  const { items, read } = setUp({ calls: 4, mode: 'alternating' })
  items.put('a', { value: 1 })
  expect(times(6, read)).toEqual([0, 1, 0, 1, 1, 1])
})

test('a new row is not there yet, a deleted one still is', () => {
  const { items, lag } = setUp({ calls: 1 })
  items.put('b', { value: 2 })
  items.delete('a')
  const early = lag.view(items)
  expect([early.get('a')?.value, early.get('b')]).toEqual([0, undefined])
  const late = lag.view(items)
  expect([late.get('a'), late.get('b')?.value]).toEqual([undefined, 2])
})

test('one call gets one answer however often it asks', () => {
  const { items, lag } = setUp({ calls: 1 })
  items.put('a', { value: 1 })
  const view = lag.view(items)
  expect(times(3, () => view.get('a')?.value)).toEqual([0, 0, 0])
  expect(view.page({ limit: 10 }).entries.map(({ row }) => row.value)).toEqual([0])
})

test('without lag the table itself is seen', () => {
  const { items, lag } = setUp(undefined)
  items.put('a', { value: 1 })
  expect(lag.view(items)).toBe(items)
})

test('calls that change something see the truth, so that no change is lost', async () => {
  const simulator = createAwsSimulator()
  const call = awsWire(simulator.fetch)
  const { keyId } = simulator.control.putKey({ description: 'old' })
  simulator.control.lag({ calls: 2 })
  await call('DisableKey', { KeyId: keyId })
  await call('UpdateKeyDescription', { KeyId: keyId, Description: 'new' })
  const seen = async () => {
    const { body } = await call('DescribeKey', { KeyId: keyId })
    const metadata = body['KeyMetadata'] as Record<string, unknown>
    return [metadata['KeyState'], metadata['Description']]
  }
  expect([await seen(), await seen(), await seen()]).toEqual([
    ['Enabled', 'old'],
    ['Enabled', 'old'],
    ['Disabled', 'new'],
  ])
})

test('a new key is not found at first, as on the real service', async () => {
  const simulator = createAwsSimulator()
  const call = awsWire(simulator.fetch)
  simulator.control.lag({ calls: 1 })
  const { body } = await call('CreateKey', {})
  const keyId = (body['KeyMetadata'] as { KeyId: string }).KeyId
  expect((await call('DescribeKey', { KeyId: keyId })).body['__type']).toBe('NotFoundException')
  expect((await call('DescribeKey', { KeyId: keyId })).status).toBe(200)
})

test('a row that is created and changed within the lag is still not there', () => {
  const { items, lag } = setUp({ calls: 1 })
  items.put('b', { value: 1 })
  items.put('b', { value: 2 })
  expect(lag.view(items).get('b')).toBeUndefined()
  expect(lag.view(items).get('b')?.value).toBe(2)
})
