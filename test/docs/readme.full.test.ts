import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../rules/source-tree.ts'
import { blocksOf, promisedOutput } from './blocks.ts'
import { run, type Served, startServe } from './run.ts'

const programs = blocksOf(readFileSync(join(ROOT, 'README.md'), 'utf8')).filter(({ language }) => language === 'python')

let served: Served
beforeAll(async () => {
  served = await startServe()
})
afterAll(() => served.stop())

test('the README has a program in Python', () => {
  expect(programs).toHaveLength(1)
})

test.each(programs)('the Python program on line $line of the README does what it says', async ({ code }) => {
  const ended = await run('python3', ['-c', code.replaceAll('http://127.0.0.1:4580', served.url)])
  expect(ended.code, `it needs boto3 (pip install boto3): ${ended.stderr}`).toBe(0)
  expect(ended.stdout.trim()).toBe(promisedOutput(code).trim())
})
