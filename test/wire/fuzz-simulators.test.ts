import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { body, headers, method, path, query } from '../support/fuzz/inputs.ts'
import { type Answered, expectCleanPrototypes, expectNoInsides, expectRefusal } from '../support/fuzz/verdict.ts'
import { type FuzzWorld, fuzzWorld } from '../support/fuzz/world.ts'

/** `POLYKMS_FUZZ_RUNS=5000 npx vitest run test/wire/fuzz-simulators.test.ts` looks longer. */
const numRuns = Number(process.env['POLYKMS_FUZZ_RUNS'] ?? 150)
const timeoutMs = 20_000 + numRuns * 100

async function answeredBy(world: FuzzWorld, request: Request): Promise<Answered> {
  const response = await world.simulator.fetch(request)
  return { status: response.status, type: response.headers.get('content-type') ?? '', body: await response.text() }
}

/** A refusal changes nothing; what was answered well may have changed what it says it changed. */
function expectHonest(world: FuzzWorld, before: string, answered: Answered): void {
  expect(world.simulator.calls().at(-1)?.defect).toBeUndefined()
  expectNoInsides(answered.body)
  if (answered.status < 400) return
  expectRefusal(world, answered)
  expect(world.state()).toBe(before)
}

afterEach(expectCleanPrototypes)

describe.each(simulatedClouds)('%s', (cloud) => {
  test(
    'refuses what nobody signed in its own envelope, whatever method, path, headers and body',
    async () => {
      const world = await fuzzWorld(cloud)
      await fc.assert(
        fc.asyncProperty(method, path, query, headers, body, async (verb, where, asked, sent, text) => {
          const bodiless = verb === 'GET' || verb === 'HEAD'
          const url = `http://127.0.0.1:4580${where}?${asked}`
          const request = new Request(url, { method: verb, headers: sent, ...(!bodiless && { body: text }) })
          const before = world.state()
          const answered = await answeredBy(world, request)
          expectHonest(world, before, answered)
        }),
        { numRuns },
      )
    },
    timeoutMs,
  )

  test(
    'refuses a body that makes no sense under a good signature, and changes nothing by it',
    async () => {
      const world = await fuzzWorld(cloud)
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...world.actions), body, async (action, text) => {
          const signed = await world.signed(action, text)
          const { url, method: verb, headers: sent } = signed
          const request = new Request(url, { method: verb, headers: sent, ...(signed.body !== '' && { body: text }) })
          const before = world.state()
          const answered = await answeredBy(world, request)
          expectHonest(world, before, answered)
        }),
        { numRuns },
      )
    },
    timeoutMs,
  )

  test('refuses actions that are names of what every object has', async () => {
    const world = await fuzzWorld(cloud)
    for (const action of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']) {
      const { url, method: verb, headers: sent, body: text } = await world.signed(action, '{}')
      const request = new Request(url, { method: verb, headers: sent, ...(text !== '' && { body: text }) })
      const before = world.state()
      const answered = await answeredBy(world, request)
      expectHonest(world, before, answered)
      expect(answered.status).toBeGreaterThanOrEqual(400)
    }
  })
})
