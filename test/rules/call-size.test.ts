import { expect, test } from 'vitest'
import { ROOT, readSources } from './source-tree.ts'

/** A pipeline that is read in one sitting does not grow into a framework: what does not fit belongs into a binding. */
const PIPELINE = ['src/call.ts', 'src/exchange.ts', 'src/attempt.ts']

test.each(PIPELINE)('%s stays under 150 lines', (path) => {
  const file = readSources(ROOT, ['src']).find((source) => source.path === path)
  expect(file?.lines.length).toBeLessThan(150)
})
