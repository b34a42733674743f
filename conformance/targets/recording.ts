import { createHash } from 'node:crypto'
import type { Transport, WireRequest, WireResponse } from '../../src/wire.ts'
import type { Exchange, Recorder, Step } from '../target.ts'
import { redactExchange } from './redaction.ts'
import { createReferences } from './references.ts'

/** A behaviour that pages through a thousand keys is told by its first exchanges. */
const MAX_PAPERS = 8
const MAX_EXCHANGES = 40

/** A recorder that can be put around every transport of a target. */
export interface WireRecorder extends Recorder {
  around(transport: Transport): Transport
}

/**
 * Writes down what goes over the wire, redacted before anything else sees it.
 *
 * Of preparations and looks at the key only names and statuses are kept, of the questions themselves the whole of what
 * a report may show.
 */
export function createRecorder(): WireRecorder {
  let references = createReferences()
  let exchanges: Exchange[] = []
  let step: Step = 'arrange'
  let papers = 0
  let account: string | undefined

  const add = (request: WireRequest, reply: WireResponse | undefined): void => {
    const whole = step === 'call' && papers < MAX_PAPERS
    const { facts, papers: told } = redactExchange(request, reply, references, whole)
    account ??= hashed(references.account())
    const last = exchanges.at(-1)
    if (whole) {
      papers += 1
      exchanges.push({ step, times: 1, ...facts, ...told })
    } else if (last !== undefined && last.step === step && last.sent === undefined && same(last, facts)) {
      exchanges[exchanges.length - 1] = { ...last, times: last.times + 1 }
    } else if (exchanges.length < MAX_EXCHANGES) {
      exchanges.push({ step, times: 1, ...facts })
    }
  }

  return {
    around: (transport) => async (request, signal) => {
      // An answer that comes when its case is over must not be written into the next one.
      const mine = references
      const note = (reply: WireResponse | undefined) => {
        if (mine === references) add(request, reply)
      }
      try {
        const reply = await transport(request, signal)
        note(reply)
        return reply
      } catch (error) {
        note(undefined)
        throw error
      }
    },
    begin: () => {
      references = createReferences()
      exchanges = []
      step = 'arrange'
      papers = 0
    },
    enter: (next) => {
      step = next
    },
    exchanges: () => exchanges,
    clean: (text) => references.clean(text),
    account: () => account,
  }
}

function same(
  a: Pick<Exchange, 'action' | 'status' | 'code'>,
  b: Pick<Exchange, 'action' | 'status' | 'code'>,
): boolean {
  return a.action === b.action && a.status === b.status && a.code === b.code
}

/** So short that it fits hundreds of the numbers that accounts can have: it tells two apart and names none. */
const HASH_CHARACTERS = 8

function hashed(account: string | undefined): string | undefined {
  if (account === undefined) return undefined
  return createHash('sha256').update(`polykms account ${account}`).digest('hex').slice(0, HASH_CHARACTERS)
}
