import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator, projectIdOf } from '../../conformance/simulators/huawei/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { describeWith } from '../support/toolchain.ts'

// Open Telekom Cloud's own Go SDK (gophertelekomcloud: the one its Terraform provider uses) against the simulator on a
// real port, beside Huawei's: with the SDK's scoped signature, and with a token from IAM.

const projectId = projectIdOf('eu-de')
const source = fileURLToPath(new URL('./otc', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'polykms-otc-'))
const program = join(folder, 'otc')
const build = ['go', '-C', source, 'build', '-o', program, '.'] as const

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeWith("OTC's own Go SDK", { what: 'Go, or the SDK from its module proxy,', command: build }, () => {
  const otc = createOtcSimulator()
  let server: RunningServer

  beforeAll(async () => {
    server = await serve({ port: 0, simulators: [createHuaweiSimulator(), otc] })
  })

  afterAll(() => server.close())

  interface Run {
    readonly child: ChildProcessWithoutNullStreams
    /** What each step gave, up to `ready` or the end. */
    readonly steps: Readonly<Record<string, unknown>>
    readonly rest: Promise<Readonly<Record<string, unknown>>>
  }

  const run = async (scheme: string, secret = 'test', project = projectId): Promise<Run> => {
    const child = spawn(program, [server.url, scheme, 'test-otc', secret, project])
    const steps: Record<string, unknown> = {}
    const rest: Record<string, unknown> = {}
    let into = steps
    const lines = createInterface({ input: child.stdout })
    const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
    await new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        const parsed: unknown = JSON.parse(line)
        if (parsed === 'ready') {
          into = rest
          resolve()
          return
        }
        const { step, value } = parsed as { step: string; value: unknown } // as the program prints
        into[step] = value
      })
      void ended.then(resolve)
    })
    return { child, steps, rest: ended.then(() => rest) }
  }

  test.each(['aksk', 'password'])('goes through the life of a key (%s)', async (scheme) => {
    const { child, steps, rest } = await run(scheme)
    const described = (state: string) => [state, `go-${scheme}`, 'from Go', 'eu-de', 'kms']
    expect(steps).toEqual({
      connect: 'no error',
      describe: described('2'),
      decrypt: 'grüße 你好',
      'data key': [128, 376],
      seal: '64',
      'seal with a wrong digest': '400 KMS.2103',
      rotate: 'no error',
      'rotate again': '400 KMS.2901',
      interval: 'no error',
      rotation: { key_rotation_enabled: true, rotation_interval: 30, last_rotation_time: '', number_of_rotations: 0 },
      'stop rotating': 'no error',
      tag: 'no error',
      tags: [{ key: 'team', value: 'red' }],
      untag: 'no error',
      grants: 1,
      revoke: 'no error',
      enable: '400 KMS.1201',
      disable: 'no error',
      'disable again': '400 KMS.1301',
      disabled: described('3'),
      'enable again': 'no error',
      schedule: 'no error',
      scheduled: described('4'),
      'schedule again': '400 KMS.1402',
      cancel: 'no error',
      cancelled: described('3'),
    })
    child.stdin.end('\n')
    expect(await rest).toEqual({ last: 'no error' })
  })

  test('is told that its token must be renewed, a day later', async () => {
    otc.control.reset()
    const { child, rest } = await run('password')
    otc.control.clock.advance('25h')
    child.stdin.end('\n')
    expect(await rest).toEqual({ last: '401 APIGW.0307' })
  })

  test('meets a wrong secret at the gateway and a wrong password at IAM', async () => {
    expect((await run('aksk', 'wrong')).steps).toEqual({ connect: '401 APIGW.0301' })
    expect((await run('password', 'wrong')).steps).toEqual({ connect: '401 401' })
  })

  test('meets an unknown project at KMS, or at IAM when it asks for a token', async () => {
    const unknown = 'f'.repeat(32)
    expect((await run('aksk', 'test', unknown)).steps).toEqual({ connect: 'no error', list: '403 KMS.0321' })
    expect((await run('password', 'test', unknown)).steps).toEqual({ connect: '404 404' })
  })
})
