import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAlibabaSimulator, createAwsSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { providerIds } from '../../providers/index.ts'
import type { Check } from '../../src/index.ts'
import { selfSigned } from '../support/certificate.ts'
import { cloudEnv } from '../support/cloud-env.ts'
import { closedPort, startServer } from '../support/server.ts'
import { runOnTerminal } from '../support/terminal.ts'

let server: RunningServer
beforeAll(async () => {
  server = await serve({ port: 0 })
})
afterAll(() => server.close())
afterEach(() => vi.unstubAllEnvs())

function setUp(cloud: string, url = server.url): string {
  const { region, env } = cloudEnv(cloud, url)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  return region
}

interface Report {
  readonly provider: string
  readonly ok: boolean
  readonly checks: readonly Check[]
}

async function doctor(cloud: string, endpoint: string, more: readonly string[] = []) {
  const region = setUp(cloud, endpoint)
  const { code, stdout } = await runOnTerminal([
    'doctor',
    cloud,
    '--region',
    region,
    '--endpoint',
    endpoint,
    '--json',
    ...more,
  ])
  const report = JSON.parse(stdout.toString()) as Report // what doctor.ts prints
  return { code, report, failed: report.checks.filter(({ outcome }) => outcome === 'failed') }
}

describe('polykms doctor', () => {
  test.each(providerIds)('finds nothing wrong with %s where nothing is', async (cloud) => {
    const { code, report } = await doctor(cloud, server.url)
    expect({ code, provider: report.provider, ok: report.ok }).toEqual({ code: 0, provider: cloud, ok: true })
    expect(report.checks.map(({ name, outcome }) => [name, outcome])).toEqual(
      expect.arrayContaining([
        ['configuration', 'ok'],
        ['name resolution', 'ok'],
        ['connection', 'ok'],
        ['clock', 'ok'],
        ['answer', 'ok'],
        ['credentials', 'ok'],
        ['region', 'ok'],
        ['may listKeys', 'ok'],
      ]),
    )
  })

  test.each(providerIds)('tells a wrong secret of %s from everything else', async (cloud) => {
    const secrets = /SECRET|_SK$/
    const region = setUp(cloud)
    for (const name of Object.keys(cloudEnv(cloud, server.url).env)) if (secrets.test(name)) vi.stubEnv(name, 'wrong')
    const args = ['doctor', cloud, '--region', region, '--endpoint', server.url]
    const { code, stdout } = await runOnTerminal(args)
    expect(code).toBe(1)
    expect(stdout.toString()).toMatch(/^failed +credentials +\S.*Unauthenticated/m)
    expect(stdout.toString()).toContain('Check that access key and secret are given')
  })

  test.each(providerIds)('names what is missing from the environment of %s', async (cloud) => {
    const { region, env } = cloudEnv(cloud, server.url)
    for (const name of Object.keys(env)) vi.stubEnv(name, '')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
    const args = ['doctor', cloud, '--region', region, '--endpoint', server.url]
    const { code, stdout } = await runOnTerminal(args)
    expect(code).toBe(1)
    const [first = ''] = Object.keys(env)
    expect(stdout.toString()).toMatch(new RegExp(`^failed .*\\b${first}\\b`, 'm'))
    expect(stdout.toString()).toContain(`run "polykms doctor ${cloud} --region ${region} `)
    expect(stdout.toString()).not.toContain('docs/')
  })

  test('says that a name cannot be resolved', async () => {
    const { code, failed, report } = await doctor('aws', 'https://kms.no-such-region.invalid')
    expect({ code, failed }).toEqual({
      code: 1,
      failed: [
        {
          name: 'name resolution',
          outcome: 'failed',
          found: expect.stringContaining('kms.no-such-region.invalid'),
          advice: expect.stringContaining('region'),
        },
      ],
    })
    expect(report.checks.at(-1)).toMatchObject({ name: 'answer', outcome: 'skipped' })
  })

  test('says that nobody listens', async () => {
    const { failed } = await doctor('aws', `http://127.0.0.1:${await closedPort()}`)
    expect(failed).toEqual([
      expect.objectContaining({ name: 'connection', found: expect.stringContaining('ECONNREFUSED') }),
    ])
  })

  test.each(['huawei', 'otc'])(
    'names the setting for logins of %s where they go astray, and goes by it',
    async (cloud) => {
      const region = setUp(cloud, `http://127.0.0.1:${await closedPort()}`)
      const args = ['doctor', cloud, '--region', region, '--endpoint', server.url]
      const astray = await runOnTerminal(args)
      expect({ code: astray.code, said: astray.stdout.toString() }).toEqual({
        code: 1,
        said: expect.stringMatching(/^failed +connection .*\n +Logins go there, not to the endpoint: --iam-endpoint /m),
      })
      expect((await runOnTerminal([...args, '--iam-endpoint', server.url])).code).toBe(0)
    },
  )

  test('says that a certificate is not trusted', async () => {
    const { url } = await startServer((_request, response) => response.end('{}'), selfSigned(['localhost']))
    const { failed } = await doctor('aws', url)
    expect(failed).toEqual([
      expect.objectContaining({ name: 'TLS', advice: expect.stringContaining('NODE_EXTRA_CA_CERTS') }),
    ])
  })

  test('says that no TLS is spoken', async () => {
    const { url } = await startServer((_request, response) => response.end('{}'))
    const { failed } = await doctor('aws', url.replace('http:', 'https:'))
    expect(failed).toEqual([expect.objectContaining({ name: 'TLS', advice: expect.stringContaining('speaks TLS') })])
  })

  test('says that something else answers', async () => {
    const { url } = await startServer((_request, response) => response.end('<html>log in</html>'))
    const { failed } = await doctor('aws', url)
    expect(failed).toEqual([expect.objectContaining({ name: 'answer', advice: expect.stringContaining('proxy') })])
  })

  test('says what the caller may not do, by the name of the call', async () => {
    const { url } = await startServer((request, response) => {
      const denied = request.headers['x-amz-target'] === 'TrentService.ListAliases'
      response.statusCode = denied ? 400 : 200
      response.end(denied ? '{"__type":"AccessDeniedException","message":"no"}' : '{"Keys":[],"Truncated":false}')
    })
    const { code, failed } = await doctor('aws', url)
    expect(code).toBe(1)
    expect(failed).toEqual([
      expect.objectContaining({ name: 'may listAliases', advice: expect.stringContaining('policy') }),
    ])
  })

  test('says by how much the clock is off, and that beyond some minutes it matters', async () => {
    const simulator = createAlibabaSimulator()
    const skewed = await serve({ port: 0, simulators: [simulator] })
    try {
      const outcomes: unknown[] = []
      for (const skewMs of [0, 120_000, 600_000]) {
        simulator.control.faults.clear()
        if (skewMs > 0) simulator.control.faults.add({ kind: 'wrong-clock', skewMs })
        const { report } = await doctor('alibaba', skewed.url)
        const clock = report.checks.find(({ name }) => name === 'clock')
        outcomes.push([clock?.outcome, clock?.found])
      }
      expect(outcomes).toEqual([
        ['ok', expect.stringMatching(/^[01] s /)],
        ['warning', expect.stringMatching(/^1(19|20|21) s behind the service$/)],
        ['failed', expect.stringMatching(/^(599|600|601) s behind the service$/)],
      ])
    } finally {
      await skewed.close()
    }
  })

  test('tries every operation, if asked, and names those that are denied', async () => {
    const simulator = createAwsSimulator()
    const denying = await serve({ port: 0, simulators: [simulator] })
    try {
      simulator.control.faults.add({ kind: 'access-denied', action: 'CreateKey' })
      const { code, report } = await doctor('aws', denying.url, ['--permissions'])
      expect(code).toBe(0)
      expect(report.checks.at(-1)).toMatchObject({
        name: 'permissions',
        outcome: 'warning',
        found: 'denied are createKey',
      })
      simulator.control.faults.clear()
      const { checks } = (await doctor('aws', denying.url, ['--permissions'])).report
      expect(checks.at(-1)).toMatchObject({ name: 'permissions', outcome: 'ok' })
      const { stdout } = await runOnTerminal([
        'keys',
        'list',
        '--cloud',
        'aws',
        '--region',
        'eu-west-1',
        '--endpoint',
        denying.url,
        '--json',
      ])
      expect(JSON.parse(stdout.toString())).toMatchObject({ result: { keys: [] } })
    } finally {
      await denying.close()
    }
  })

  describe('with a key', () => {
    let keyId: string
    beforeEach(async () => {
      const region = setUp('aws')
      const access = ['--cloud', 'aws', '--region', region, '--endpoint', server.url, '--json']
      const { stdout } = await runOnTerminal(['keys', 'create', ...access])
      keyId = (JSON.parse(stdout.toString()) as { result: { keyId: string } }).result.keyId // what json.ts says
    })

    test('asks by dry runs whether it may be used', async () => {
      const { code, report } = await doctor('aws', server.url, ['--key', keyId])
      expect(code).toBe(0)
      expect(report.checks).toContainEqual({ name: 'may encrypt', outcome: 'ok', found: 'allowed, by a dry run' })
      expect(report.checks).toContainEqual({ name: 'key', outcome: 'ok', found: `${keyId} is Enabled` })
    })

    test('names the way out of a state in which it cannot be used: commands to people, operations to programs', async () => {
      const region = setUp('aws')
      const access = ['--region', region, '--endpoint', server.url]
      await runOnTerminal(['keys', 'disable', keyId, '--yes', '--cloud', 'aws', ...access])
      const { code, report } = await doctor('aws', server.url, ['--key', keyId])
      expect(code).toBe(0)
      expect(report.checks).toContainEqual({
        name: 'key',
        outcome: 'warning',
        found: `${keyId} is Disabled`,
        advice: 'The shortest way: Disabled → enableKey → Enabled',
      })
      const { stdout } = await runOnTerminal(['doctor', 'aws', '--key', keyId, ...access])
      const line = `polykms keys enable ${keyId} --cloud aws --region ${region} --endpoint ${server.url}`
      expect(stdout.toString()).toMatch(new RegExp(`shortest way, Disabled → Enabled:\n +${line}\n`))
      expect(stdout.toString()).not.toMatch(/enableKey|with describeKey/)
    })

    test('fails for one that does not exist', async () => {
      const { failed } = await doctor('aws', server.url, ['--key', 'alias/none'])
      expect(failed).toEqual([expect.objectContaining({ name: 'may describeKey' })])
    })
  })

  test('refuses a cloud that is none', async () => {
    expect((await runOnTerminal(['doctor', 'nowhere'])).code).toBe(2)
  })
})
