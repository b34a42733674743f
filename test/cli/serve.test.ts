import { afterEach, describe, expect, test } from 'vitest'
import { aws } from '../../providers/aws/index.ts'
import { createClient } from '../../src/index.ts'
import { runCli, type Served, startServe } from '../support/cli.ts'

let served: Served | undefined
afterEach(async () => {
  await served?.stop('SIGKILL')
  served = undefined
})

function clientFor(url: string, accessKeyId = 'test', secretAccessKey = 'test') {
  return createClient(aws({ region: 'eu-west-1', endpoint: url, credentials: { accessKeyId, secretAccessKey } }))
}

describe('polykms serve', () => {
  test('prints one line when it is ready, and ends cleanly on SIGTERM', async () => {
    served = await startServe()
    const kms = clientFor(served.url)
    const { keyId } = await kms.createKey()
    expect((await kms.describeKey({ keyId })).state).toBe('Enabled')
    const { code, stdout, stderr } = await served.stop()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  test('shows its page', async () => {
    served = await startServe()
    const page = await fetch(`${served.url}/_polykms/`)
    expect({ status: page.status, text: await page.text() }).toEqual({
      status: 200,
      text: expect.stringContaining('<title>polykms serve</title>'),
    })
  })

  test('knows the callers it is told, and no other', async () => {
    served = await startServe(['--credentials', 'aws=AKIDEXTRA:more'])
    await expect(clientFor(served.url, 'AKIDEXTRA', 'more').listKeys()).resolves.toMatchObject({ keys: [] })
    await expect(clientFor(served.url, 'AKIDEXTRA', 'less').listKeys()).rejects.toMatchObject({
      code: 'Unauthenticated',
    })
    await expect(clientFor(served.url, 'AKIDNONE', 'more').listKeys()).rejects.toMatchObject({
      code: 'Unauthenticated',
    })
  })

  test('gives the same ids for the same seed', async () => {
    const ids: string[] = []
    for (let round = 0; round < 2; round += 1) {
      served = await startServe(['--seed', '7'])
      ids.push((await clientFor(served.url).createKey()).keyId)
      await served.stop()
    }
    expect(ids[0]).toBe(ids[1])
  })

  test('says which port is taken, and exits with 2', async () => {
    served = await startServe()
    const { code, stderr } = await runCli(['serve', '--port', new URL(served.url).port])
    expect(code).toBe(2)
    expect(stderr).toContain('another program does; --port 0 takes any free port (EADDRINUSE)')
  })

  test.each([
    ['--port', '70000'],
    ['--port', 'x'],
    ['--credentials', 'nocolon'],
  ])('refuses %s %s', async (flag, value) => {
    const { code, stderr } = await runCli(['serve', flag, value])
    expect(code).not.toBe(0)
    expect(stderr).toContain(flag)
  })
})
