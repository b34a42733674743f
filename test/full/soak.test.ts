import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../soak/main.ts', import.meta.url))

/** `npm run soak -- --minutes 30` is the long one. */
test('a minute of mixed load with random faults gives no wrong result and leaks nothing', async () => {
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', program, '--minutes', '1'])
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  console.log(said)
  expect(code, said).toBe(0)
  expect(said).toContain('every result was right')
}, 300_000)
