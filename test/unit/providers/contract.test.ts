import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as core from 'zod/v4/core'
import { KMS_ERROR_CODES, KmsFailure } from '../../../src/errors.ts'
import { LIMIT_NAMES } from '../../../src/limits.ts'
import { type Input, type OperationName, operationNames, operations } from '../../../src/operations/index.ts'
import type { Provider } from '../../../src/provider.ts'
import { providers } from '../../support/providers.ts'
import { record } from '../../support/recording.ts'
import { addableFields, fieldValues, smallestInputs } from '../../support/samples.ts'

const SEED = 42

/** An input of the table's own type, or undefined if the schema refuses it. */
function parse<K extends OperationName>(name: K, input: unknown): Input<K> | undefined {
  const result = operations[name].input.safeParse(input)
  return result.success ? (result.data as Input<K>) : undefined // the schema of K yields an Input<K>
}

function parsed<K extends OperationName>(name: K, input: unknown): Input<K> {
  const value = parse(name, input)
  if (value === undefined) throw new Error(`the samples do not make an input of ${name}`)
  return value
}

/** The input with those optional fields that this cloud asks for by name, one after the other. */
async function withWhatIsAskedFor<K extends OperationName>(
  provider: Provider,
  name: K,
  draft: Readonly<Record<string, unknown>>,
): Promise<Input<K> | undefined> {
  const input = parse(name, draft)
  if (input === undefined) return undefined
  const field = (await record(provider, name, input)).refusal?.facts.field
  if (field === undefined || field in draft || !addableFields(name).includes(field)) return input
  return withWhatIsAskedFor(provider, name, { ...draft, [field]: fieldValues(name, field)[0] })
}

/** The first of the smallest inputs that this cloud takes. */
async function acceptedInput<K extends OperationName>(provider: Provider, name: K): Promise<Input<K>> {
  for (const draft of smallestInputs(name)) {
    const input = await withWhatIsAskedFor(provider, name, draft)
    if (input === undefined) continue
    if ((await record(provider, name, input)).refusal === undefined) return input
    // Only a word may be unknown here, or a field required here that is optional elsewhere.
    for (const field of addableFields(name)) {
      for (const value of fieldValues(name, field)) {
        const larger = parse(name, { ...draft, [field]: value })
        if (larger !== undefined && (await record(provider, name, larger)).refusal === undefined) return larger
      }
    }
  }
  throw new Error(`${provider.id} takes no smallest input of ${name}`)
}

describe.each(Object.entries(providers))('%s', (id, make) => {
  const provider = make()
  const supported = operationNames.filter((name) => !('unsupported' in provider.bindings[name]))

  it('is called by its id', () => {
    expect(provider.id).toBe(id)
  })

  it('binds every operation of the table and nothing else', () => {
    expect(Object.keys(provider.bindings).sort()).toEqual([...operationNames].sort())
    expect(supported).toEqual(expect.arrayContaining(['createKey', 'describeKey', 'encrypt', 'decrypt']))
  })

  it('gives a reason and a public source for what it does not support', () => {
    for (const name of operationNames) {
      const binding = provider.bindings[name]
      if (!('unsupported' in binding)) continue
      expect(binding.unsupported, name).toMatch(/\w{3}/)
      expect(binding.source, name).toMatch(/^https:\/\//)
    }
  })

  it('gives every limit its bounds and a public source', () => {
    for (const [name, limit] of Object.entries(provider.limits)) {
      expect(LIMIT_NAMES).toContain(name)
      expect(limit.min).toBeLessThanOrEqual(limit.max)
      expect(limit.source, name).toMatch(/https:\/\//)
      if (limit.default === undefined) continue
      expect(limit.default).toBeGreaterThanOrEqual(limit.min)
      expect(limit.default).toBeLessThanOrEqual(limit.max)
    }
  })

  describe.each(supported)('%s', (name) => {
    it('carries or refuses every optional field', async () => {
      const base = await acceptedInput(provider, name)
      for (const field of addableFields(name)) {
        const { [field]: _absent, ...rest } = base as Record<string, unknown> // a plain object, whatever the operation
        const bare = await record(provider, name, parsed(name, rest))
        let effects = 0
        for (const value of fieldValues(name, field)) {
          const { steps, refusal } = await record(provider, name, parsed(name, { ...rest, [field]: value }))
          // Not carried: the field itself is named. Carried, but it makes demands: some field is.
          if (refusal?.facts.code === 'Unsupported') expect(refusal.facts.field, refusal.message).toBe(field)
          else if (refusal !== undefined)
            expect(operations[name].input.shape).toHaveProperty(refusal.facts.field ?? '?')
          if (refusal !== undefined || String(steps) !== String(bare.steps)) effects += 1
        }
        // Of an enumeration one word may be the default; all the others must show.
        const silent = fieldValues(name, field).length - effects
        expect(silent, `${field} is dropped`).toBeLessThanOrEqual(fieldValues(name, field).length > 1 ? 1 : 0)
      }
    })

    it('tells exclusive fields apart', async () => {
      const distinct = new Set<string>()
      const inputs = smallestInputs(name).filter((draft) => parse(name, draft) !== undefined)
      const words = new Set<string>()
      for (const draft of inputs) {
        const input = parse(name, draft)
        if (input === undefined || wrapsInTwoParts(provider.id, draft)) continue
        const { steps, refusal } = await record(provider, name, input)
        if (refusal !== undefined) continue
        distinct.add(String(steps))
        words.add(JSON.stringify(draft))
      }
      expect(distinct.size).toBe(words.size)
    })

    it('encodes the same input to the same request', async () => {
      if ('run' in provider.bindings[name]) return
      const input = await acceptedInput(provider, name)
      const before = structuredClone(input)
      const first = await record(provider, name, input)
      expect(input).toEqual(before)
      expect(await record(make(), name, input)).toEqual(first)
    })

    it('decodes, or refuses with a schema, whatever JSON comes back', async () => {
      const binding = provider.bindings[name]
      const input = await acceptedInput(provider, name)
      fc.assert(
        fc.property(fc.jsonValue(), (reply) => {
          if (!('decode' in binding)) return
          try {
            // Bindings of all operations share no input type.
            ;(binding.decode as (reply: unknown, input: unknown) => unknown)(reply, input)
          } catch (error) {
            expect(error instanceof core.$ZodError || error instanceof KmsFailure, String(error)).toBe(true)
          }
        }),
        { seed: SEED, numRuns: 100 },
      )
    })
  })

  it('reads any error reply without failing, and never guesses a code', () => {
    const header = fc.constantFrom('date', 'x-amzn-errortype', 'x-amzn-requestid', 'content-type', 'retry-after')
    const names = ['__type', 'message', 'code', 'Code', 'Message', 'RequestId', 'error_code', 'error_msg', 'error']
    const members = fc.dictionary(fc.constantFrom(...names), fc.jsonValue())
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      members.map((value) => JSON.stringify(value)),
      members.map((value) => JSON.stringify({ Output: value, error: value })),
    )
    const response = fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      headers: fc.dictionary(header, fc.string()),
      body,
    })
    const operation = fc.constantFrom(...operationNames, 'DescribeCustomKeyStores', '', '__proto__')
    fc.assert(
      fc.property(response, operation, fc.integer(), (reply, name, nowMs) => {
        const facts = provider.toError(reply, { operation: name, nowMs })
        expect(KMS_ERROR_CODES).toContain(facts.code)
        expect(['never', 'not-executed', 'transient']).toContain(facts.retry)
        expect(['string', 'undefined']).toContain(typeof facts.message)
        expect(['string', 'undefined']).toContain(typeof provider.requestId(reply))
        expect(['boolean', 'undefined']).toContain(typeof provider.isError?.(reply))
      }),
      { seed: SEED, numRuns: 1_000 },
    )
  })
})

/** There the cloud is asked for what wraps the temporary key alone; the material goes beside it. */
function wrapsInTwoParts(provider: string, { wrappingAlgorithm }: Readonly<Record<string, unknown>>): boolean {
  return ['huawei', 'otc'].includes(provider) && String(wrappingAlgorithm).startsWith('RSA_AES_KEY_WRAP')
}
