import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { isComposite, isUnsupported, type Provider } from '../../src/provider.ts'
import { FAULTS } from './faults.ts'
import { COMPARISON, rulesPage } from './page.ts'
import { supports } from './providers.ts'
import { installResolver, type Resolver } from './resolver.ts'
import { runFaults } from './run.ts'
import { SUBJECTS } from './subjects.ts'
import { unexpected } from './text.ts'

let resolver: Resolver
beforeAll(() => {
  vi.stubEnv('NO_PROXY', '*')
  resolver = installResolver()
})
afterAll(() => {
  resolver.uninstall()
  vi.unstubAllEnvs()
})

/** Without those that are waited for: the whole matrix is run by `npm run test:faults`. */
const quick = FAULTS.filter(({ code }) => code !== 'Timeout')
const only = (...ids: string[]) => FAULTS.filter(({ id }) => ids.includes(id))

describe('the fault matrix', () => {
  test('holds for a creation and a use on every cloud', async () => {
    const results = await runFaults(resolver, { subjects: ['createKey', 'encrypt'], faults: quick })
    expect(unexpected(results)).toEqual([])
    expect(results.flatMap(({ cells }) => cells)).toHaveLength(2 * 5 * quick.length)
  })

  test('holds for replies that are slow', async () => {
    const options = { clouds: ['aws', 'alibaba', 'huawei'], subjects: ['scheduleKeyDeletion'] } as const
    const results = await runFaults(resolver, { ...options, faults: only('slow-body', 'slow-first-byte') })
    expect(unexpected(results)).toEqual([])
  })

  test('finds a client that creates twice', async () => {
    const results = await runFaults(resolver, {
      clouds: ['aws'],
      subjects: ['createKey'],
      faults: only('5xx-after', '5xx-before', 'throttle'),
      plant: creatingAgain,
    })
    expect(unexpected(results)).toEqual([
      'aws createKey, 5xx-before: expected fails with ServiceUnavailable, ambiguous, 1 attempts, 0 effects; observed succeeds, 2 attempts, 1 effects',
      'aws createKey, 5xx-after: expected fails with ServiceUnavailable, ambiguous, 1 attempts, 1 effects; observed succeeds, 2 attempts, another effect than that of one call',
    ])
  })

  test('is what docs/reliability.md says (else run: npm run test:faults -- --write)', async () => {
    const page = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8')
    expect(page.slice(0, page.indexOf(COMPARISON))).toBe(`${rulesPage(SUBJECTS, await supports())}\n`)
  })
})

/** The defect that the matrix is there to find: a creation that counts as repeatable. */
function creatingAgain(provider: Provider): Provider {
  const binding = provider.bindings.createKey
  if (isUnsupported(binding) || !isComposite(binding)) throw new Error('createKey is no composite')
  const createKey: typeof binding = {
    run: (input, call) =>
      binding.run(input, {
        ...call,
        codec: (codec, codecInput) => call.codec({ ...codec, idempotent: true }, codecInput),
      }),
  }
  return { ...provider, bindings: { ...provider.bindings, createKey } }
}
