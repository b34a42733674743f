import { configDefaults, defineConfig } from 'vitest/config'

/** Slow ones run by `vitest.full.config.ts`. */
const slow = ['test/full/**', 'test/**/*.full.test.ts']

/** Tests that load no foreign client and change nothing of the process: files share a worker's modules, for half the time. */
const alike = ['test/unit/**/*.test.ts', 'test/wire/**/*.test.ts', 'test/signatures/**/*.test.ts']

export default defineConfig({
  test: {
    dangerouslyIgnoreUnhandledErrors: false,
    allowOnly: false,
    passWithNoTests: false,
    // The default leaves one core to the terminal, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'alike',
          include: alike,
          exclude: [...configDefaults.exclude, ...slow],
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...slow, ...alike],
          testTimeout: 20_000,
        },
      },
    ],
  },
})
