import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeRow } from '../../../conformance/simulators/shared/json.ts'
import { Store } from '../../../conformance/simulators/shared/store.ts'
import type { RowChange } from '../../../conformance/simulators/shared/table.ts'

interface Item {
  readonly group: string
  readonly value: number
  readonly secret?: Uint8Array
  readonly dueAtMs?: number
}

const setUp = () => {
  const store = new Store()
  const items = store.table<Item>('items', {
    indexes: { group: (item) => item.group },
    dueAtMs: (item) => item.dueAtMs,
  })
  return { store, items }
}

const idsOf = (page: { entries: readonly { id: string }[] }) => page.entries.map(({ id }) => id)

test('rows are found by id, replaced, counted and deleted', () => {
  const { items } = setUp()
  items.put('a', { group: 'x', value: 1 })
  items.put('a', { group: 'x', value: 2 })
  expect(items.get('a')?.value).toBe(2)
  expect(items.count()).toBe(1)
  expect(items.delete('a')).toBe(true)
  expect(items.delete('a')).toBe(false)
  expect(items.get('a')).toBeUndefined()
})

test('a row cannot be changed behind the table', () => {
  const { items } = setUp()
  const row = { group: 'x', value: 1 }
  items.put('a', row)
  expect(() => {
    row.value = 2
  }).toThrow(TypeError)
})

test('pages follow the order of creation, whatever is replaced or deleted between them', () => {
  const { items } = setUp()
  for (const id of ['a', 'b', 'c', 'd', 'e']) items.put(id, { group: 'x', value: 0 })
  const first = items.page({ limit: 2 })
  expect(idsOf(first)).toEqual(['a', 'b'])
  items.put('d', { group: 'x', value: 1 })
  items.delete('b') // the very row the next page starts behind
  const second = items.page({ limit: 2, after: first.entries.at(-1)?.seq ?? 0 })
  expect([idsOf(second), second.more]).toEqual([['c', 'd'], true])
  const third = items.page({ limit: 2, after: second.entries.at(-1)?.seq ?? 0 })
  expect([idsOf(third), third.more]).toEqual([['e'], false])
  expect(idsOf(items.page({ offset: 1, limit: 2 }))).toEqual(['c', 'd'])
})

test('an index follows its rows', () => {
  const { items } = setUp()
  items.put('a', { group: 'x', value: 1 })
  items.put('b', { group: 'y', value: 2 })
  items.put('c', { group: 'x', value: 3 })
  items.put('a', { group: 'y', value: 4 })
  expect(items.all('group', 'x').map(({ value }) => value)).toEqual([3])
  expect(idsOf(items.page({ index: ['group', 'y'], limit: 10 }))).toEqual(['a', 'b'])
  expect([items.count('group', 'x'), items.count('group', 'none')]).toEqual([1, 0])
  expect(() => items.count('colour', 'x')).toThrow('no index colour')
})

test('indexes and pages agree with a plain list under any sequence of changes', () => {
  const change = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    group: fc.constantFrom('x', 'y', undefined),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const { items } = setUp()
      const model: { id: string; group: string }[] = []
      for (const { id, group } of changes) {
        const at = model.findIndex((row) => row.id === id)
        if (group === undefined) {
          items.delete(id)
          if (at >= 0) model.splice(at, 1)
        } else {
          items.put(id, { group, value: 0 })
          if (at >= 0) model[at] = { id, group }
          else model.push({ id, group })
        }
      }
      for (const group of ['x', 'y']) {
        const expected = model.filter((row) => row.group === group).map(({ id }) => id)
        expect(idsOf(items.page({ index: ['group', group], limit: 100 }))).toEqual(expected)
      }
      expect(idsOf(items.page({ limit: 100 }))).toEqual(model.map(({ id }) => id))
    }),
  )
})

test('a page costs the same in a table of 100,000 rows as in one of 100', () => {
  const timeOf = (rows: number): number => {
    const { items } = setUp()
    for (let count = 0; count < rows; count += 1) items.put(`id-${count}`, { group: 'x', value: count })
    // The best of some turns: whatever else the machine does, it does not do in all of them.
    const turns = Array.from({ length: 10 }, () => {
      const started = performance.now()
      for (let count = 0; count < 500; count += 1)
        items.page({ index: ['group', 'x'], after: (count * 37) % rows, limit: 50 })
      return performance.now() - started
    })
    return Math.min(...turns)
  }
  timeOf(100) // lets the engine compile
  const [small, large] = [Math.max(timeOf(100), 0.25), timeOf(100_000)]
  expect(large / small).toBeLessThan(30) // a walk over the table would be 1,000 times as long
})

test('due rows come out in the order of time, and only while they are still due then', () => {
  const { items } = setUp()
  items.put('late', { group: 'x', value: 1, dueAtMs: 300 })
  items.put('early', { group: 'x', value: 2, dueAtMs: 100 })
  items.put('moved', { group: 'x', value: 3, dueAtMs: 50 })
  items.put('moved', { group: 'x', value: 3, dueAtMs: 200 })
  items.put('gone', { group: 'x', value: 4, dueAtMs: 60 })
  items.delete('gone')
  const taken: [string, number][] = []
  for (let due = items.takeDue(250); due !== undefined; due = items.takeDue(250)) taken.push([due.id, due.atMs])
  expect(taken).toEqual([
    ['early', 100],
    ['moved', 200],
  ])
  expect(items.takeDue(299)).toBeUndefined()
  expect(items.takeDue(300)?.id).toBe('late')
})

test('due rows come out in order whatever order they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 50 }), (moments) => {
      const { items } = setUp()
      moments.forEach((dueAtMs, index) => {
        items.put(`id-${index}`, { group: 'x', value: 0, dueAtMs })
      })
      const taken: number[] = []
      for (let due = items.takeDue(1000); due !== undefined; due = items.takeDue(1000)) taken.push(due.atMs)
      expect(taken).toEqual([...moments].sort((a, b) => a - b))
    }),
  )
})

test('a snapshot is JSON and brings back rows, bytes, order, indexes and due moments', () => {
  const { store, items } = setUp()
  items.put('a', { group: 'x', value: 1, secret: new Uint8Array([0, 128, 255]) })
  items.put('b', { group: 'y', value: 2, dueAtMs: 10 })
  items.delete('a')
  items.put('c', { group: 'y', value: 3, secret: new Uint8Array([9]) })
  const text = JSON.stringify(store.snapshot())

  const other = setUp()
  other.items.put('stale', { group: 'x', value: 0 })
  other.store.restore(JSON.parse(text))
  expect(idsOf(other.items.page({ limit: 10 }))).toEqual(['b', 'c'])
  expect(other.items.get('c')?.secret).toEqual(new Uint8Array([9]))
  expect(other.items.all('group', 'y')).toHaveLength(2)
  expect(other.items.takeDue(10)?.id).toBe('b')
  expect(JSON.stringify(other.store.snapshot())).toBe(text)
})

test('what is no snapshot is refused before anything is lost', () => {
  const { store, items } = setUp()
  items.put('a', { group: 'x', value: 1 })
  for (const wrong of [undefined, null, 'x', [], {}, { version: 2, tables: {} }])
    expect(() => store.restore(wrong)).toThrow('not a simulator snapshot')
  expect(items.get('a')?.value).toBe(1)
})

test('every change is told, and the changes told rebuild the store', () => {
  const { store, items } = setUp()
  const log: RowChange[] = []
  store.onChange((change) => log.push(change))
  items.put('a', { group: 'x', value: 1, secret: new Uint8Array([7]) })
  items.put('b', { group: 'x', value: 2 })
  items.put('a', { group: 'y', value: 3, secret: new Uint8Array([7]) })
  items.delete('b')
  expect(log.map(({ id, before, row }) => [id, before !== undefined, row !== undefined])).toEqual([
    ['a', false, true],
    ['b', false, true],
    ['a', true, true],
    ['b', true, false],
  ])
  const copy = setUp()
  for (const { table, id, row } of log) copy.store.replay(table, id, row === undefined ? undefined : encodeRow(row))
  expect(copy.store.snapshot()).toEqual(store.snapshot())
})

test('a reset store is as new', () => {
  const { store, items } = setUp()
  const empty = store.snapshot()
  items.put('a', { group: 'x', value: 1, dueAtMs: 1 })
  store.reset()
  expect(store.snapshot()).toEqual(empty)
  expect(items.all('group', 'x')).toEqual([])
  expect(items.takeDue(1)).toBeUndefined()
})
