import { describe, expect, test } from 'vitest'
import { behaviours } from '../../../conformance/behaviours/index.ts'
import { promises } from '../../../conformance/behaviours/promises/index.ts'
import { matrixClouds } from '../../../conformance/matrix/index.ts'

const ids = behaviours.map(({ id }) => id)

describe.each(Object.entries(promises))('what %s promises', (cloud, pages) => {
  test('is checked, as it has a name that a behaviour has', () => {
    expect(Object.keys(pages).filter((id) => !ids.includes(id))).toEqual([])
  })

  test('stands at the behaviour, with the page', () => {
    const promised = behaviours.filter(({ promisedBy }) => Object.hasOwn(promisedBy, cloud))
    expect(Object.fromEntries(promised.map(({ id, promisedBy }) => [id, promisedBy[cloud]]))).toEqual(pages)
  })
})

test('every cloud with a table promises something', () => {
  expect(Object.keys(promises)).toEqual([...matrixClouds])
})

test('nothing is checked that nobody promises', () => {
  expect(behaviours.filter(({ promisedBy }) => Object.keys(promisedBy).length === 0)).toEqual([])
})
