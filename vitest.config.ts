import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Slow ones run by `vitest.full.config.ts`.
    exclude: [...configDefaults.exclude, 'test/full/**', 'test/**/*.full.test.ts'],
    dangerouslyIgnoreUnhandledErrors: false,
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 20_000,
  },
})
