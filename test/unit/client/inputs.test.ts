import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClient, operationNames } from '../../../src/index.ts'
import type { Bindings } from '../../../src/provider.ts'
import { inputsOf } from '../../support/arbitraries.ts'
import { fakeCodec, fakeProvider, rejection, reply, script } from '../../support/fake-provider.ts'
import { callByName } from '../../support/operations.ts'

/** A cloud whose bindings keep what they are given. */
function keepingProvider() {
  const kept: unknown[] = []
  const encode = (input: object) => {
    kept.push(input)
    return fakeCodec<object, object>('Any').encode({})
  }
  const bindings = Object.fromEntries(operationNames.map((name) => [name, fakeCodec<object, object>(name, { encode })]))
  return { provider: fakeProvider({ bindings: bindings as unknown as Bindings }), kept } // one codec fits all here
}

describe('whatever is given', () => {
  test.each(operationNames)(
    '%s passes it on unchanged, or refuses it naming the field and sends nothing',
    async (name) => {
      const { provider, kept } = keepingProvider()
      const { transport, sent } = script(reply())
      const kms = createClient(provider, { transport })
      let passed = 0
      const property = fc.asyncProperty(inputsOf(name, true), async (input) => {
        const before = sent.length
        const error = await callByName(kms, name, input).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        if (error === undefined) {
          passed += 1
          expect(sent.length).toBe(before + 1)
          expect(kept.at(-1)).toEqual(input)
          expect(Object.keys(kept.at(-1) ?? {})).toEqual(expect.arrayContaining(Object.keys(input)))
        } else {
          expect(error, inspect(input)).toMatchObject({ code: 'InvalidInput', attempts: 0, field: expect.any(String) })
          expect(sent.length).toBe(before)
        }
      })
      await fc.assert(property, { seed: 42, numRuns: 40, includeErrorInReport: true })
      expect(passed).toBeGreaterThan(0)
      expect(passed).toBeLessThan(40)
    },
  )

  test('what is no input at all is refused', async () => {
    const kms = createClient(keepingProvider().provider, script())
    const anything = fc.anything({ maxDepth: 1 }).filter((value) => value !== undefined && Object(value) !== value)
    const property = fc.asyncProperty(anything, fc.constantFrom(...operationNames), async (input, name) => {
      expect(await rejection(callByName(kms, name, input))).toMatchObject({ code: 'InvalidInput', attempts: 0 })
    })
    await fc.assert(property, { seed: 42, numRuns: 200, includeErrorInReport: true })
  })
})
