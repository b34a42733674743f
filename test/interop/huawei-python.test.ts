import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHuaweiSimulator, createOtcSimulator, projectIdOf } from '../../conformance/simulators/huawei/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { describeWith } from '../support/toolchain.ts'

// Huawei's own Python SDK, with the KMS service package that is not on npm, against the simulator on a real port.
// POLYKMS_PYTHON names an interpreter that has test/interop/huawei/requirements.txt installed.

const python = process.env['POLYKMS_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('./huawei/life.py', import.meta.url))
const projectId = projectIdOf('cn-north-4')
const run = promisify(execFile)

const needed = {
  what: 'Python with huaweicloudsdkkms',
  command: [python, '-c', 'import huaweicloudsdkkms.v2'],
} as const

describeWith("Huawei's own Python SDK", needed, () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await serve({ port: 0, simulators: [createOtcSimulator(), createHuaweiSimulator()] })
  })
  afterAll(() => server.close())

  const stepsOf = async (ak: string, sk: string, project: string): Promise<unknown> => {
    const { stdout } = await run(python, [script, server.url, ak, sk, project])
    return JSON.parse(stdout)
  }

  test('goes through the life of a key', { timeout: 60_000 }, async () => {
    expect(await stepsOf('test', 'test', projectId)).toEqual({
      list: 'no error',
      created: '2',
      listed: true,
      decrypted: ['grüße 你好', true],
      'wrong context': '400 KMS.2201',
      'data key': [true, true],
      sealed: '32',
      'wrong digest': '400 KMS.2103',
      random: 16,
      rotation: [true, 30, 0],
      'rotation again': '400 KMS.2901',
      tags: [['team name', 'red']],
      'tags left': 0,
      grants: [true],
      'grants left': 0,
      verified: 'true',
      'project tags': 200,
      disabled: '3',
      'disabled again': '400 KMS.1301',
      used: '400 KMS.0209',
      enabled: '2',
      'enabled again': '400 KMS.1201',
      scheduled: '4',
      'scheduled again': '400 KMS.1402',
      cancelled: '3',
      unknown: '404 KMS.0207',
    })
  })

  test('meets a wrong secret and an unknown project', { timeout: 60_000 }, async () => {
    expect(await stepsOf('test', 'wrong', projectId)).toEqual({ list: '401 APIGW.0301' })
    expect(await stepsOf('test', 'test', 'f'.repeat(32))).toEqual({ list: '403 KMS.0321' })
  })
})
