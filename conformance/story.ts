import type { CaseResult } from './run.ts'
import type { Recorder } from './target.ts'

/** A result with what went over the wire beside it, and without ids in the cloud's words. */
export function withStory(result: CaseResult, recorder: Recorder | undefined): CaseResult {
  if (recorder === undefined) return result
  const { observed, reason } = result
  const exchanges = recorder.exchanges()
  return {
    ...result,
    ...(observed && { observed: cleaned(observed, recorder) }),
    ...(reason && { reason: recorder.clean(reason) }),
    ...(exchanges.length > 0 && { exchanges }),
  }
}

/** Codes are the server's words as well. */
function cleaned(
  observed: NonNullable<CaseResult['observed']>,
  { clean }: Recorder,
): NonNullable<CaseResult['observed']> {
  const { message, providerCode } = observed
  return {
    ...observed,
    ...(message && { message: clean(message) }),
    ...(providerCode && { providerCode: clean(providerCode) }),
  }
}
