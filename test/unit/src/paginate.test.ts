import { describe, expect, test } from 'vitest'
import type { KmsClient } from '../../../src/index.ts'
import { type PagedOperation, paginate } from '../../../src/paginate.ts'
import { failure, fakeClient } from '../../support/fake-client.ts'
import { rejection } from '../../support/fake-provider.ts'

const members: Record<PagedOperation, string> = {
  listKeys: 'keys',
  listAliases: 'aliases',
  listKeyVersions: 'versions',
  listKeyTags: 'tags',
  listGrants: 'grants',
  listRetirableGrants: 'grants',
  listKeyPolicies: 'policyNames',
}

/** A client that gives pages in order, each with a cursor to the next, and notes what it was asked. */
function paged(operation: PagedOperation, ...pages: unknown[]) {
  const asked: unknown[] = []
  const list = async (...given: unknown[]) => {
    asked.push(given)
    const page = pages[asked.length - 1]
    if (page instanceof Error) throw page
    return { [members[operation]]: page, cursor: asked.length < pages.length ? String(asked.length) : undefined }
  }
  return { kms: fakeClient({ [operation]: list } as Partial<KmsClient>), asked }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('paginate', () => {
  test.each(Object.keys(members) as PagedOperation[])('walks all pages of %s, empty ones too', async (operation) => {
    const pages = operation === 'listKeyTags' ? [{ a: '1', b: '2' }, {}, { c: '3' }] : [['a', 'b'], [], ['c']]
    const { kms, asked } = paged(operation, ...pages)
    const items: unknown[] = await all<unknown>(paginate(kms, operation, { keyId: 'k' } as never)) // any of their inputs
    const expected = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
      { key: 'c', value: '3' },
    ]
    expect(items).toEqual(operation === 'listKeyTags' ? expected : ['a', 'b', 'c'])
    expect(asked).toEqual([undefined, '1', '2'].map((cursor) => [{ keyId: 'k', cursor }, undefined]))
  })

  test('begins at a cursor, and passes input and options on to every page', async () => {
    const { kms, asked } = paged('listKeys', [], [])
    await all(paginate(kms, 'listKeys', { limit: 5, cursor: 'here' }, { retries: 0 }))
    expect(asked).toEqual([
      [{ limit: 5, cursor: 'here' }, { retries: 0 }],
      [{ limit: 5, cursor: '1' }, { retries: 0 }],
    ])
  })

  test('fetches a page only when it is reached', async () => {
    const { kms, asked } = paged('listKeyPolicies', ['a', 'b'], ['c'])
    for await (const name of paginate(kms, 'listKeyPolicies', { keyId: 'k' })) if (name === 'b') break
    expect(asked).toHaveLength(1)
  })

  test('gives what it has before it fails', async () => {
    const denied = failure('AccessDenied')
    const { kms } = paged('listKeyPolicies', ['a'], denied)
    const seen: string[] = []
    const walk = async () => {
      for await (const name of paginate(kms, 'listKeyPolicies', { keyId: 'k' })) seen.push(name)
    }
    expect(await rejection(walk())).toBe(denied)
    expect(seen).toEqual(['a'])
  })

  test('does not walk in a circle when a service points from a page to the same page', async () => {
    const listKeyPolicies = async () => ({ policyNames: ['a'], cursor: 'same', requestId: undefined, raw: {} })
    const walk = async () => {
      let items = 0
      for await (const _name of paginate(fakeClient({ listKeyPolicies }), 'listKeyPolicies', { keyId: 'k' })) {
        items += 1
        if (items > 10) throw new Error('walks in a circle')
      }
    }
    expect(await rejection(walk())).toMatchObject({
      code: 'InvalidResponse',
      operation: 'listKeyPolicies',
      provider: 'fake',
    })
  })
})
