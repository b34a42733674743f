import { inspect } from 'node:util'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  createClient,
  isKmsError,
  KMS_ERROR_CODES,
  type KmsError,
  type OperationName,
  operationNames,
  operations,
  type Provider,
  type WireRequest,
  type WireResponse,
} from '../../../src/index.ts'
import { inputsOf, replies } from '../../support/arbitraries.ts'
import { reply } from '../../support/fake-provider.ts'
import { callByName, supportedOperations } from '../../support/operations.ts'
import { providers } from '../../support/providers.ts'
import { addableFields, fieldValues, smallestInputs } from '../../support/samples.ts'

/** As a part of a path they name another resource. */
const DOTS = /\/\.\.?([/?]|$)/
const SETTINGS = { seed: 42, includeErrorInReport: true }

interface Outcome {
  /** Requests to the KMS, without those of a login. */
  readonly sent: number
  readonly error: KmsError | undefined
  readonly output: unknown
}

/** IAM's answer to the look-up of a project, which Huawei and OTC ask for first. */
function projectOf({ url }: WireRequest): WireResponse | undefined {
  const name = /\/v3\/projects\?name=(.*)/.exec(url)?.[1]
  return name === undefined ? undefined : reply({ projects: [{ id: '0123456789abcdef0123456789abcdef', name }] })
}

/** Makes one call; what comes back, request after request, is taken from a list, over and over. */
async function attempt(
  provider: Provider,
  name: OperationName,
  input: unknown,
  answers: readonly WireResponse[],
  limits: 'check' | 'send' = 'send',
): Promise<Outcome> {
  let sent = 0
  const astray: string[] = []
  const transport = async (request: WireRequest): Promise<WireResponse> => {
    const project = projectOf(request)
    if (project !== undefined) return project
    if (DOTS.test(request.url)) astray.push(request.url)
    sent += 1
    if (sent > 200) astray.push(`${name} does not end`)
    if (sent > 200) throw new Error('this does not end')
    return answers[(sent - 1) % answers.length] ?? reply()
  }
  const kms = createClient(provider, { transport, limits, retries: 0 })
  const outcome = await callByName(kms, name, input).then(
    (output) => ({ output, sent, error: undefined }),
    (error: unknown) => {
      if (!isKmsError(error)) throw new Error(`not a KmsError: ${inspect(error)}`)
      expect(KMS_ERROR_CODES).toContain(error.code)
      return { output: undefined, sent, error }
    },
  )
  expect(astray).toEqual([])
  return outcome
}

/** Inputs of an operation that this cloud sends, with what it asks for by name. */
async function inputsSent(provider: Provider, name: OperationName): Promise<object[]> {
  const found: object[] = []
  for (const draft of smallestInputs(name)) {
    let input: Record<string, unknown> = draft
    for (let rounds = 0; rounds < 3; rounds += 1) {
      const { sent, error } = await attempt(provider, name, input, [reply()])
      const field = error?.field ?? ''
      if (sent > 0) found.push(input)
      if (sent > 0 || field in input || !addableFields(name).includes(field)) break
      input = { ...input, [field]: fieldValues(name, field)[0] }
    }
    if (found.length === 5) break
  }
  return found
}

describe.each(Object.entries(providers))('%s', (_id, make) => {
  const supported = supportedOperations(createClient(make()))
  const provider = make()
  const samples = new Map<OperationName, object[]>()
  beforeAll(async () => {
    for (const name of supported) samples.set(name, await inputsSent(provider, name))
  })

  test.each(supported)('%s gives what the table promises or a KmsError, whatever comes back', async (name) => {
    const inputs = samples.get(name) ?? []
    expect(inputs.length).toBeGreaterThan(0)
    const answers = fc.array(replies, { minLength: 1, maxLength: 3 })
    const property = fc.asyncProperty(fc.constantFrom(...inputs), answers, async (input, given) => {
      const { sent, error, output } = await attempt(provider, name, input, given)
      expect(sent).toBeGreaterThan(0)
      if (error === undefined) {
        expect(operations[name].output.safeParse(output).error, inspect(output)).toBeUndefined()
      } else {
        expect(error.message.length).toBeLessThan(1_000)
        if (error.ambiguous) expect(operations[name].mutates).toBe(true)
      }
    })
    await fc.assert(property, { ...SETTINGS, numRuns: 10 })
  })

  test('a reply of great size or depth is read or refused like any other', async () => {
    const deep = 5_000
    const bodies = [
      `${'['.repeat(deep)}${']'.repeat(deep)}`,
      `${'{"KeyId":'.repeat(deep)}1${'}'.repeat(deep)}`,
      JSON.stringify({
        message: 'x'.repeat(100_000),
        KeyId: 'k'.repeat(100_000),
        Keys: Array(1_000).fill({ KeyId: 'k' }),
      }),
    ]
    for (const [round, name] of supported.entries()) {
      for (const status of [200, 400]) {
        const { error } = await attempt(provider, name, samples.get(name)?.[0], [
          reply({}, { status, body: bodies[round % 3] ?? '' }),
        ])
        if (status === 400) expect(error).toBeDefined()
        expect(error?.message.length ?? 0).toBeLessThan(1_000)
      }
    }
  })

  test.each(operationNames)(
    '%s sends what is of the right kind, or refuses it naming the field and sends nothing',
    async (name) => {
      const property = fc.asyncProperty(inputsOf(name, false), async (input) => {
        const { sent, error } = await attempt(provider, name, input, [reply()])
        if (sent > 0) return
        expect(['InvalidInput', 'Unsupported'], String(error)).toContain(error?.code)
        expect(error?.attempts).toBe(0)
        if (supported.includes(name)) expect(error?.field, `${error} of ${inspect(input)}`).toEqual(expect.any(String))
      })
      await fc.assert(property, { ...SETTINGS, numRuns: 8 })
    },
  )

  test('texts that break quoting, paths and encodings are sent whole, or refused naming the field', async () => {
    const awkward = ['..', '.', '\ud800', '%2e%2e#?&a=b"\r\nx: y\u0000']
    const replace = (sample: unknown, text: string): unknown => {
      if (typeof sample === 'string') return text
      if (Array.isArray(sample)) return [text]
      return typeof sample === 'object' && sample?.constructor === Object ? { [text]: text } : undefined
    }
    for (const name of supported) {
      const base = samples.get(name)?.[0] ?? {}
      for (const field of new Set([...Object.keys(base), ...addableFields(name)])) {
        for (const text of awkward) {
          const value = replace(fieldValues(name, field)[0], text)
          if (value === undefined) continue
          const { sent, error } = await attempt(provider, name, { ...base, [field]: value }, [reply()])
          if (sent === 0) expect(error?.field, `${error} of ${field}: ${inspect(text)}`).toEqual(expect.any(String))
        }
      }
    }
  })

  test('a login service may answer anything, too', async () => {
    const property = fc.asyncProperty(replies, async (answer) => {
      const kms = createClient(make(), { retries: 0, transport: async () => answer })
      const error = await kms
        .describeKey({ keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' })
        .catch((reason: unknown) => reason)
      if (error instanceof Error) expect(isKmsError(error), inspect(error)).toBe(true)
    })
    await fc.assert(property, { ...SETTINGS, numRuns: 40 })
  })
})
