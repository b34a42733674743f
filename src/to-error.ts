import type { AttemptFacts } from './attempt.ts'
import { KmsError, KmsFailure } from './errors.ts'

/** What an error is about, and what it must not show. */
export interface Subject {
  readonly provider: string
  readonly operation: string
  readonly keyId: string | undefined
  /** Values of the input that no message may repeat. */
  readonly secrets: readonly unknown[]
  readonly attempts: number
  /** A request that changes something ended so that its effect is not known. */
  readonly uncertain: boolean
  /** The last reply that was read. */
  readonly reply: { readonly requestId: string | undefined }
}

/** Makes the one error of a call from whatever a binding threw. */
export function errorOf(subject: Subject, error: unknown): KmsError {
  const { requestId } = subject.reply
  if (error instanceof KmsFailure) {
    return errorOfAttempt(subject, { ...error.facts, retry: 'never', message: error.message, requestId })
  }
  // A binding's bug, or a reply no schema foresaw: its message may quote values, so only its kind is told.
  const kind = error instanceof Error ? error.name : typeof error
  const code = subject.attempts === 0 ? 'InvalidInput' : 'InvalidResponse'
  return errorOfAttempt(subject, {
    code,
    retry: 'never',
    message: `unexpected ${kind}: a bug of polykms or of a provider, which asks to be reported`,
    requestId,
  })
}

/** Makes the one error of a call from an attempt that failed. */
export function errorOfAttempt(subject: Subject, facts: AttemptFacts): KmsError {
  const { provider, operation, attempts, uncertain, keyId } = subject
  // What was refused before it was sent may be no key at all.
  const asked = keyId === undefined || attempts === 0 ? operation : `${operation} of ${keyId}`
  const origin = [facts.providerCode, facts.httpStatus && `HTTP ${facts.httpStatus}`].filter(Boolean).join(', ')
  const head = `${provider} ${asked}: ${facts.code}${origin === '' ? '' : ` (${origin})`}`
  return new KmsError(facts.message ? `${head}: ${facts.message}` : head, {
    code: facts.code,
    provider,
    operation,
    providerCode: facts.providerCode,
    httpStatus: facts.httpStatus,
    requestId: facts.requestId,
    retryable: facts.retryable ?? facts.retry !== 'never',
    attempts,
    keyState: facts.keyState,
    keyId: facts.keyId ?? subject.keyId,
    field: facts.field,
    ambiguous: uncertain,
  })
}
