import { expect, test } from 'vitest'
import { sizeOf } from '../../../src/limits.ts'

test.each([
  ['a number is itself', 7, 7],
  ['bytes are counted', new Uint8Array(3), 3],
  ['also of a view', new Uint8Array(8).subarray(6), 2],
  ['characters are counted', 'äbc', 3],
  ['items are counted', ['a', 'b'], 2],
  ['entries are counted', { a: '1', b: '2' }, 2],
  ['nothing has no size', undefined, undefined],
  ['nor has null', null, undefined],
  ['nor a truth', true, undefined],
])('%s', (_what, value, size) => {
  expect(sizeOf(value)).toBe(size)
})
