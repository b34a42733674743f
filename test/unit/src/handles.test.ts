import { describe, expect, test } from 'vitest'
import { runProgram } from '../../support/programs/run.ts'
import { startServer } from '../../support/server.ts'

/** Answers ListKeys at once, and anything else never. */
const startKms = () =>
  startServer(({ headers }, response) => {
    if (headers['x-amz-target'] === 'TrentService.ListKeys') response.end('{"Keys":[{"KeyId":"a"}]}')
  })

// A kept connection is closed by the server after 5 s, and by us after 15 s: neither is waited for.
const AT_ONCE_MS = 3_000

describe('a program that has made its calls ends by itself, at once', () => {
  test('with a connection that is kept', async () => {
    const { url } = await startKms()
    const { code, stdout, stderr, lingeredMs } = await runProgram('call', [url, 'list', 'list'])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'list: done\nlist: done\n', stderr: '' })
    expect(lingeredMs).toBeLessThan(AT_ONCE_MS)
  })

  test('with calls that took too long or were given up, and nothing that nobody handles', async () => {
    const { url } = await startKms()
    const { code, stdout, stderr, lingeredMs } = await runProgram('call', [url, 'list', 'timeout', 'deadline', 'abort'])
    expect(stdout.split('\n')).toEqual([
      'list: done',
      expect.stringContaining('timeout: KmsError: aws describeKey of k: Timeout'),
      expect.stringContaining('deadline: KmsError: aws describeKey of k: Timeout'),
      expect.stringContaining('abort: KmsError: aws describeKey of k: Aborted'),
      '',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(lingeredMs).toBeLessThan(AT_ONCE_MS)
  })
})
