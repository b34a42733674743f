import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAwsSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { providerIds } from '../../providers/index.ts'
import { createProgram } from '../../src/cli/commands.ts'
import { placesOf } from '../../src/cli/completion/tree.ts'
import { processTerminal } from '../../src/cli/terminal.ts'
import { SIGNING_ALGORITHMS } from '../../src/index.ts'
import { cloudEnv } from '../support/cloud-env.ts'
import { runOnTerminal } from '../support/terminal.ts'

const simulator = createAwsSimulator()
let server: RunningServer
beforeAll(async () => {
  server = await serve({ port: 0, simulators: [simulator] })
})
afterAll(() => server.close())
beforeEach(() => {
  for (const [name, value] of Object.entries(cloudEnv('aws', server.url).env)) vi.stubEnv(name, value)
  vi.stubEnv('POLYKMS_CLOUD', 'aws')
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', server.url)
})
afterEach(() => vi.unstubAllEnvs())

const CLOUDS = providerIds.join(', ')

describe('a wrong command line ends with 2 and says what is allowed', () => {
  test.each([
    [['nothing'], /^there is no command "nothing"; there are keys, encrypt, .*serve \("polykms --help" tells more\)/],
    [['keys', 'nothing'], /^keys: there is no command "nothing"; there are list, describe, /],
    [['keys', 'lst'], /^keys: there is no command "lst", perhaps list; /],
    [['--cloud', 'aws', 'keys', 'list'], /^there is no option "--cloud"; .* stand behind the command/],
    [
      ['keys', 'list', '--regoin', 'x'],
      /^keys list: there is no option "--regoin", perhaps --region; there are --state, /,
    ],
    [['keys', 'describe'], /^keys describe: <key> is missing: key id, ARN or alias; "polykms keys list" shows/],
    [['keys', 'describe', 'a', 'b'], /^keys describe: "b" is too much: besides options it takes <key>; /],
    [['keys', 'list', 'b'], /^keys list: "b" is too much: besides options it takes nothing; /],
    [['doctor'], new RegExp(`^doctor: <cloud> is missing: .*; give one of ${CLOUDS} `)],
    [
      ['doctor', 'aws', '--region'],
      /^doctor: --region <region> has no value: region; default: .*"polykms doctor --help"/,
    ],
    [
      ['sign', 'some-key'],
      new RegExp(`^sign: --algorithm <algorithm> is missing: .* ${SIGNING_ALGORITHMS.join(', ')} `),
    ],
    [
      ['verify', 'some-key', '--algorithm', 'SM2DSA'],
      /^verify: --signature <file> is missing: file with the signature/,
    ],
    [['conformance', 'run', '--quiet', '--verbose'], /^conformance run: option '--quiet' cannot be used with /],
    [['keys', 'create', '--spec', 'DES'], /"DES" is not one of AES_256, AES_192/],
    [['keys', 'create', '--tag', 'novalue'], /"novalue" is not of the form name=value/],
    [['keys', 'create', '--tag', 'a=1', '--tag', 'a=2'], /"a" is given twice/],
    [['keys', 'tag', 'some-key', 'novalue'], /"novalue" is not of the form name=value/],
    [['keys', 'schedule-deletion', 'some-key', '--days', 'ten'], /"ten" is not a whole number from 0 to 999999999/],
    [['keys', 'schedule-deletion', 'some-key', '--days', '3', '--yes'], /3 is out of range; allowed are 7 to 30/],
    [['keys', 'list', '--max', '0'], /"0" is not a whole number from 1 to 999999999/],
    [['keys', 'describe', 'some-key', '--cloud', 'gcp'], new RegExp(`Allowed choices are ${CLOUDS}`)],
    [['import', 'some-key', '--expires', '2030-02-30'], /is not a time such as 2030-01-31/],
    [['import', 'some-key', '--wrapping-algorithm', 'sm2pke'], /"sm2pke" is not one of RSAES_OAEP_SHA_256, /],
    [['import', 'some-key', '--in', '/no/such/file'], /cannot read \/no\/such\/file: ENOENT/],
    [['verify', 'some-key', '--algorithm', 'SM2DSA', '--signature', '-'], /message and signature cannot both/],
    [['data-key', 'some-key', '--plaintext-out', '-'], /cannot both go to standard output/],
  ])('%j', async (args, problem) => {
    const before = simulator.calls().length
    const { code, stdout, stderr } = await runOnTerminal(args)
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 2, stdout: '' })
    expect(stderr.replace(/^polykms: /, '')).toMatch(problem)
    expect(simulator.calls()).toHaveLength(before)
  })

  test('of every command that calls a cloud: which clouds there are, and the variable that stands for the option', async () => {
    vi.stubEnv('POLYKMS_CLOUD', undefined)
    const places = placesOf(await createProgram(processTerminal()))
    const calling = places.filter(({ path: [first], options }) => {
      return first !== 'conformance' && options.some(({ flag }) => flag === '--cloud')
    })
    expect(calling.length).toBeGreaterThan(15)
    const others: Readonly<Record<string, string>> = { '--algorithm': 'SM2DSA', '--signature': 'file' }
    for (const { path, options } of calling) {
      const words = ['some-key', 'a=b'].slice(0, wordsOf(path))
      const needed = options.flatMap(({ flag }) =>
        others[flag] && /^(sign|verify)$/.test(path[0] ?? '') ? [flag, others[flag]] : [],
      )
      const { code, stderr } = await runOnTerminal([...path, ...words, ...needed])
      const help = `("polykms ${path.join(' ')} --help" tells more)`
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `polykms: ${path.join(' ')}: --cloud <cloud> is missing: whose service to call; give one of ${CLOUDS}, or set POLYKMS_CLOUD ${help}\n`,
      })
    }
  })

  test('as a document, too, with --json', async () => {
    const { code, stdout } = await runOnTerminal(['import', 'some-key', '--in', '/no/such/file', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout.toString())).toEqual({
      error: { name: 'UsageError', message: 'cannot read /no/such/file: ENOENT' },
    })
  })

  test('help that was asked for is no error', async () => {
    const { code, stdout, stderr } = await runOnTerminal(['keys', 'list', '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.toString()).toContain('Usage: polykms keys list')
  })
})

/** How many words beside options a command needs. */
function wordsOf(path: readonly string[]): number {
  const name = path.at(-1) ?? ''
  if (['list', 'create'].includes(name)) return 0
  return ['tag', 'untag'].includes(name) ? 2 : 1
}
