import type { CaseResult } from './run.ts'
import type { Recorder } from './target.ts'

/** A result with what went over the wire beside it, and without ids in the cloud's words. */
export function withStory(result: CaseResult, recorder: Recorder | undefined): CaseResult {
  if (recorder === undefined) return result
  const { observed, reason } = result
  const exchanges = recorder.exchanges()
  return {
    ...result,
    ...(observed?.message && { observed: { ...observed, message: recorder.clean(observed.message) } }),
    ...(reason && { reason: recorder.clean(reason) }),
    ...(exchanges.length > 0 && { exchanges }),
  }
}
