import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Collected, collect } from '../../scripts/errors/collect.ts'
import { isProvoked, sitesIn } from '../../scripts/errors/sites.ts'
import { gaps, page, pageOf } from '../../scripts/errors-page.ts'
import { parse } from '../rules/source-tree.ts'

let collected: Collected
let found: ReturnType<typeof gaps>
beforeAll(async () => {
  collected = await collect()
  found = gaps(collected)
}, 60_000)

describe('docs/errors.md', () => {
  test('says what the sources say (else run: npx tsx scripts/errors-page.ts)', () => {
    expect(readFileSync(page, 'utf8')).toBe(pageOf(collected))
  })

  test('has every message that the sources hold, or there is a reason why not', () => {
    expect(found.silent).toEqual([])
  })

  test('excuses nothing that needs no excuse', () => {
    expect(found.idle).toEqual([])
  })

  test('repeats no secret', () => {
    expect(pageOf(collected)).not.toContain('secret words')
  })
})

describe('a message in the sources is found', () => {
  test.each([
    ['thrown', `throw new KmsFailure({ code: 'InvalidInput' }, 'nobody says this')`],
    ['made and given on', `const refusal = () => new KmsError('nobody says this', details)`],
    ['by way of a constant', `const problem = 'nobody says this'; throw new UsageError(problem)`],
    ['by a helper', `throw refused('field', 'nobody says this')`],
    ['of a schema', `const text = z.string().regex(/x/, 'nobody says this')`],
    ['of a schema, as a member', `const text = z.custom(check, { error: 'nobody says this' })`],
    ['as facts', `return { code: 'Network', message: 'nobody says this' }`],
    ['with a hole', 'throw new TypeError(`nobody $' + '{verb} this`)'],
  ])('%s', (_how, text) => {
    const sites = sitesIn(parse('src/a.ts', text)).filter(({ always }) => always.length > 0)
    expect(sites).toHaveLength(1)
    const [site] = sites
    expect(site && isProvoked(site, ['somebody says that'])).toBe(false)
    expect(site && isProvoked(site, ['field: nobody says this'])).toBe(true)
  })
})
