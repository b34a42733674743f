import type { Limits } from '../../src/limits.ts'
import { page } from './pages.ts'

/** Q-KMS's bounds, as far as a page states them; nothing is said of page sizes, tags or the lengths of names. */
export const limits: Limits = {
  pendingDays: { min: 7, max: 30, default: 30, source: page('schedule-key-deletion') },
  plaintextBytes: { min: 1, max: 4096, source: page('create-key') },
  messageBytes: { min: 1, max: 4096, source: page('sign') },
  descriptionCharacters: { min: 0, max: 8192, source: page('update-key-description') },
  policyCharacters: { min: 1, max: 32_768, source: page('put-key-policy') },
}
