import type { AttemptFacts } from './attempt.ts'
import type { ClientCore } from './settings.ts'

/** Removes the cause of a refusal, once per cause and call: the service did nothing, so any operation may go again. */
export function cure(
  core: ClientCore,
  facts: AttemptFacts,
  serverDate: string | undefined,
  cured: Set<string>,
): boolean {
  if (cured.has(facts.code)) return false
  if (facts.code === 'ClockSkew') {
    const serverMs = Date.parse(serverDate ?? '')
    if (Number.isNaN(serverMs)) return false
    core.clockOffsetMs = serverMs - core.now()
  } else if (facts.code !== 'CredentialsExpired') {
    return false
  }
  cured.add(facts.code)
  return true
}

/** Does the failure leave it open whether the request took effect? */
export function isUncertain(facts: AttemptFacts): boolean {
  return facts.retry === 'transient' || ['Timeout', 'Aborted', 'InvalidResponse'].includes(facts.code)
}
