import { KmsFailure } from '../../src/errors.ts'
import type { Input, OperationName, Output } from '../../src/operations/index.ts'
import { type Caller, isComposite, isUnsupported, type Provider } from '../../src/provider.ts'

/** What a call would do, or why it would do nothing. */
export interface Recording {
  /** Requests and calls of other operations, in order, as JSON; last, what a composite makes of the replies. */
  readonly steps: readonly string[]
  readonly refusal: KmsFailure | undefined
}

// What a composite may want to see in the replies it builds on, for every cloud at once. Run twice: once the replies
// are about the key that the samples name, once about another.
const replyAbout = (id: string) => ({
  keyId: id,
  keyVersionId: '3234abcd-12ab-34cd-56ef-1234567890ab',
  plaintext: new Uint8Array(32),
  ciphertext: new Uint8Array(64),
  bytes: new Uint8Array(64),
  publicKey: new Uint8Array(91),
  state: 'Enabled',
  spec: 'EC_P256',
  usage: 'SIGN_VERIFY',
  enabled: true,
  aliases: [{ alias: 'alias/orders', keyId: id }],
  versions: [{ keyId: id, keyVersionId: '3234abcd-12ab-34cd-56ef-1234567890ab', createdAt: new Date(0) }],
  keys: [],
  tags: {},
  grants: [],
})
const replies = [replyAbout('1234abcd-12ab-34cd-56ef-1234567890ab'), replyAbout('9234abcd-12ab-34cd-56ef-1234567890ab')]

/** Runs a binding without a network; a composite gets made-up replies. */
export async function record<K extends OperationName>(
  provider: Provider,
  name: K,
  input: Input<K>,
): Promise<Recording> {
  const binding = provider.bindings[name]
  if (isUnsupported(binding)) throw new Error(`${name} is not supported`)
  const refused = Object.keys(binding.refuses ?? {}).find((field) => Object.hasOwn(input, field))
  if (refused !== undefined) return refusal(new KmsFailure({ code: 'Unsupported', field: refused }, ''))
  try {
    if (!isComposite(binding)) return { steps: [text(binding.encode(input))], refusal: undefined }
    const steps: string[] = []
    for (const reply of replies) {
      const before = steps.length
      try {
        steps.push(`returns ${text(await binding.run(input, caller(steps, reply)))}`)
      } catch (error) {
        if (steps.length === before) throw error
        steps.push(`throws ${error instanceof KmsFailure ? error.facts.code : 'over a made-up reply'}`)
      }
    }
    return { steps, refusal: undefined }
  } catch (error) {
    if (error instanceof KmsFailure) return refusal(error)
    throw error
  }
}

function refusal(failure: KmsFailure): Recording {
  return { steps: [], refusal: failure }
}

/** The replies are made up, so their types are too. */
function caller(steps: string[], reply: object): Caller {
  return {
    startedMs: 0,
    operation: async <N extends OperationName>(other: N, given: Input<N>) => {
      steps.push(`${other} ${text(given)}`)
      return reply as unknown as Output<N>
    },
    codec: async <I, O>(codec: { encode(input: I): unknown }, given: I) => {
      steps.push(text(codec.encode(given)))
      return reply as unknown as O
    },
  }
}

function text(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    member instanceof Uint8Array ? Buffer.from(member).toString('base64') : member,
  )
}
