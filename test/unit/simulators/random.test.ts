import { expect, test } from 'vitest'
import { createRandom } from '../../../conformance/simulators/shared/random.ts'

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('the same seed gives the same stream, another seed another', () => {
  const draw = (seed: string | number) => {
    const random = createRandom(seed)
    return [random.uuid(), random.hex(8), Buffer.from(random.bytes(33)).toString('hex')]
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).toEqual(draw('7'))
  expect(draw(7)).not.toEqual(draw(8))
})

test('no draw repeats another, however the draws are cut', () => {
  const random = createRandom('cut')
  const drawn = Array.from({ length: 200 }, (_, index) => random.hex(8 + (index % 20)))
  expect(new Set(drawn.map((hex) => hex.slice(0, 16))).size).toBe(200)
})

test('a stream continues from a saved position', () => {
  const first = createRandom(1)
  first.bytes(100)
  const position = first.position()
  const next = first.uuid()
  const second = createRandom(1)
  second.seek(position)
  expect(second.uuid()).toBe(next)
})

test('without a seed every simulator draws its own', () => {
  expect(createRandom().uuid()).not.toBe(createRandom().uuid())
  expect(createRandom().position()).toBe(0)
})

test.each([undefined, 3])('UUIDs are of version 4 (seed %s)', (seed) => {
  const random = createRandom(seed)
  for (let count = 0; count < 50; count += 1) expect(random.uuid()).toMatch(UUID_V4)
})

test('bytes come in the length asked for, as a plain byte array', () => {
  for (const random of [createRandom(), createRandom(1)]) {
    for (const length of [0, 1, 16, 17, 4096]) expect(random.bytes(length)).toHaveLength(length)
    expect(Buffer.isBuffer(random.bytes(1))).toBe(false)
  }
})
