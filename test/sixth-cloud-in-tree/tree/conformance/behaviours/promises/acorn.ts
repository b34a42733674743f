import type { Promises } from '../behaviour.ts'

const DOCS = 'https://docs.acorn.example/kms'

/** What Acorn promises beside its table. */
export const acornPromises: Promises = {
  'decrypt-inverts-encrypt': `${DOCS}/calls#open`,
  'context-is-bound': `${DOCS}/calls#context`,
  'ciphertext-is-authenticated': `${DOCS}/calls#open`,
  'wrong-key-is-named': `${DOCS}/calls#open`,
  'plaintext-is-bounded': `${DOCS}/calls#seal`,
  'unknown-key-is-not-found': `${DOCS}/faults`,
  'wrong-secret-is-refused': `${DOCS}/signing`,
  'deletion-happens-on-its-date': `${DOCS}/calls#delete-key`,
  'enabling-does-not-cancel-deletion': `${DOCS}/calls#keep-key`,
  'cancelled-deletion-loses-nothing': `${DOCS}/calls#keep-key`,
}
