// conformance.test.ts
import { paginate } from 'polykms'
import { type Behaviour, behaviours, type CaseResult, Deviation, runConformance } from 'polykms/conformance'
import { expect, test } from 'vitest'
import { acornMatrix } from './matrix.ts'
import { createAcorn } from './server.ts'
import { acornTarget } from './target.ts'

/** What Acorn promises beside its table, and where: each of these checks is already written. */
const PROMISES: Readonly<Record<string, string>> = {
  'decrypt-inverts-encrypt': 'https://docs.acorn.example/kms/calls#open',
  'context-is-bound': 'https://docs.acorn.example/kms/calls#context',
  'ciphertext-is-authenticated': 'https://docs.acorn.example/kms/calls#open',
  'wrong-key-is-named': 'https://docs.acorn.example/kms/calls#open',
  'plaintext-is-bounded': 'https://docs.acorn.example/kms/calls#seal',
  'unknown-key-is-not-found': 'https://docs.acorn.example/kms/faults',
  'wrong-secret-is-refused': 'https://docs.acorn.example/kms/signing',
  'deletion-happens-on-its-date': 'https://docs.acorn.example/kms/calls#delete-key',
  'enabling-does-not-cancel-deletion': 'https://docs.acorn.example/kms/calls#keep-key',
  'cancelled-deletion-loses-nothing': 'https://docs.acorn.example/kms/calls#keep-key',
}

/** A promise of Acorn's alone. */
const everyKeyOnce: Behaviour = {
  id: 'every-key-once',
  title: 'Pages of one key show every key exactly once',
  operation: 'listKeys',
  promisedBy: { acorn: 'https://docs.acorn.example/kms/calls#list-keys' },
  check: async ({ kms }) => {
    const made = new Set<string>()
    for (let count = 0; count < 3; count += 1) made.add((await kms.createKey()).keyId)
    const seen: string[] = []
    for await (const { keyId } of paginate(kms, 'listKeys', { limit: 1 })) seen.push(keyId)
    const ours = seen.filter((keyId) => made.has(keyId))
    if (ours.length !== made.size) throw new Deviation(`${ours.length} of ${made.size} keys were listed`)
  },
}

const shared: readonly Behaviour[] = behaviours
  .filter(({ id }) => Object.hasOwn(PROMISES, id))
  .map((behaviour) => ({ ...behaviour, promisedBy: { acorn: PROMISES[behaviour.id] ?? '' } }))

async function run(server: ReturnType<typeof createAcorn>): Promise<CaseResult[]> {
  const results: CaseResult[] = []
  const options = { target: acornTarget(server), matrix: acornMatrix, behaviours: [...shared, everyKeyOnce] }
  for await (const result of runConformance(options)) results.push(result)
  return results
}

test('Acorn conforms to its table and keeps its promises', async () => {
  const results = await run(createAcorn())
  expect(results.filter(({ verdict }) => verdict !== 'conforms')).toEqual([])
  expect(results).toHaveLength(acornMatrix.cells.length + Object.keys(PROMISES).length + 1)
})

test('a server that lets doomed keys seal is found out, in one cell', async () => {
  const server = createAcorn()
  const lenient = {
    ...server,
    fetch: async (request: Request) => {
      const reply = await server.fetch(request.clone())
      const { fault } = Object(await reply.clone().json())
      const seals = request.url.endsWith('/seal') && fault === 'KEY_STATE'
      return seals ? Response.json({ id: '', sealed: 'AAAA' }) : reply
    },
  }
  const results = await run(lenient)
  const found = results.filter(({ verdict }) => verdict === 'deviates')
  expect(found.map(({ id }) => id)).toEqual(['acorn/seal/PendingDeletion'])
})
