import type { AttemptFacts } from './attempt.ts'
import { Stopped } from './deadline.ts'
import { KmsFailure, TransportFailure } from './errors.ts'
import { inWords } from './transport-words.ts'

/** What is known of an attempt that brought no reply. */
export function unansweredFacts(error: unknown, sent: boolean): AttemptFacts {
  if (error instanceof Stopped) return stoppedFacts(error, sent)
  if (error instanceof TransportFailure) return transportFacts(error, sent)
  if (error instanceof KmsFailure) {
    const { retry = 'never' } = error.facts
    // A login that failed in passing may be made again: the request itself was not sent.
    return { ...error.facts, retry: sent || retry === 'never' ? retry : 'not-executed', message: error.message }
  }
  // Foreign errors may hold requests, headers and bodies: nothing of them is shown.
  if (sent) {
    const message = 'the transport failed by itself; nobody knows whether the request arrived'
    return { code: 'Network', retry: 'transient', message }
  }
  const message = 'no credentials: the function that was to give them failed; call it by itself to see why'
  return { code: 'Unauthenticated', retry: 'never', message }
}

function transportFacts({ kind, message: reason }: TransportFailure, sent: boolean): AttemptFacts {
  if (kind === 'oversized') {
    return { code: 'InvalidResponse', retry: 'never', message: `the reply is too large: ${reason}` }
  }
  const message = inWords(reason)
  if (kind === 'impossible') return { code: 'Network', retry: 'never', message }
  // What failed before the request itself was sent was a login, which may be made again.
  return { code: 'Network', retry: kind === 'unsent' || !sent ? 'not-executed' : 'transient', message }
}

function stoppedFacts({ reason }: Stopped, sent: boolean): AttemptFacts {
  if (reason === 'aborted') return { code: 'Aborted', retry: 'never', message: 'stopped by the signal of the caller' }
  if (reason === 'deadline') {
    const message = 'deadlineMs was over before an answer came; allow more, or fewer retries'
    return { code: 'Timeout', retry: 'never', retryable: true, message }
  }
  const message = 'no complete answer within timeoutMs, the time for one attempt'
  return { code: 'Timeout', retry: sent ? 'transient' : 'not-executed', message }
}
