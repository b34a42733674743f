import { defineConfig } from 'vitest/config'

/** The tests that `npm test` leaves out because they take minutes, or need other languages. */
export default defineConfig({
  test: {
    include: ['test/full/**/*.test.ts', 'test/**/*.full.test.ts'],
    dangerouslyIgnoreUnhandledErrors: false,
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
