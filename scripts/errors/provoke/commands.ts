import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, serve } from '../../../conformance/simulators/serve.ts'
import { cloudEnv } from '../../../test/support/cloud-env.ts'
import { runOnTerminal, type Typed } from '../../../test/support/terminal.ts'

interface Line {
  readonly words: string
  readonly typed?: Typed
  /** Whether the environment names a cloud. */
  readonly isCloudSet?: boolean
}

const TERMINAL = { columns: 200 }
const line = (words: string, typed: Typed = {}): Line => ({ words, typed })

/** Command lines that are told why not. */
const lines: readonly Line[] = [
  line('nothing'),
  line('keys nothing'),
  line('--cloud aws keys list'),
  { ...line('keys list'), isCloudSet: false },
  line('doctor aws --region'),
  line('sign some-key'),
  line('keys describe'),
  line('keys describe some-key other-key'),
  line('keys list --regoin'),
  line('keys list --max 0'),
  line('conformance run --quiet --verbose'),
  line('keys list --cloud gcp'),
  line('keys create --spec DES'),
  line('keys create --tag novalue'),
  line('keys create --tag a=1 --tag a=2'),
  line('keys schedule-deletion some-key --days ten'),
  line('keys schedule-deletion some-key --days 3 --yes'),
  line('keys disable some-key'),
  line('keys disable some-key', { ...TERMINAL, stdin: 'no\n' }),
  line('keys describe alias/none'),
  line('encrypt some-key', { ...TERMINAL, stdin: 'x' }),
  line('decrypt', { ...TERMINAL, stdin: 'x' }),
  line('encrypt some-key', { stdin: Buffer.alloc(1024 * 1024 + 1) }),
  line('encrypt some-key --in no-such-file'),
  line('decrypt --in-format hex', { stdin: 'no hex' }),
  line('data-key some-key --plaintext-out -'),
  line('verify some-key --algorithm ECDSA_SHA_256 --signature -'),
  line('import some-key --expires tomorrow'),
  line('doctor nowhere'),
  line('completion powershell'),
  line('matrix nowhere'),
  line('conformance run --cloud nowhere'),
  line('conformance run --cloud aws --filter none-such --via direct'),
  line('conformance run --cloud aws --target endpoint'),
  line('conformance run --cloud aws --target endpoint --endpoint here'),
  line('conformance run --cloud aws --endpoint http://127.0.0.1:1'),
  line('conformance compare no-such-file no-such-file'),
  line('serve --port 70000'),
  line('serve --credentials nocolon'),
  line('serve --port 1 --host 192.0.2.1'),
]

/** What the command line says to each of them, as it stands on standard error. */
export async function saidByCommands(): Promise<readonly string[]> {
  const server = await serve({ port: 0, clouds: ['aws'], seed: 1 })
  const folder = mkdtempSync(join(tmpdir(), 'polykms-errors-'))
  const given: Readonly<Record<string, string>> = { ...cloudEnv('aws', server.url).env, POLYKMS_CLOUD: 'aws' }
  const before = Object.keys(given).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, given)
  try {
    const said: string[] = []
    for (const one of lines) {
      if (one.isCloudSet === false) delete process.env['POLYKMS_CLOUD']
      said.push(...(await saidTo(one, server, folder)))
      Object.assign(process.env, given)
    }
    return said
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    rmSync(folder, { recursive: true })
    await server.close()
  }
}

async function saidTo({ words, typed }: Line, { url }: RunningServer, folder: string): Promise<readonly string[]> {
  const args = words.split(' ')
  const [command = ''] = args
  const access = /^(keys|encrypt|decrypt|data-key|verify|import)$/.test(command)
    ? ['--region', 'eu-west-1', '--endpoint', url]
    : command === 'conformance'
      ? ['--out', folder]
      : []
  const { stderr, stdout } = await runOnTerminal([...args, ...access], typed)
  const text = stderr === '' ? stdout.toString() : stderr
  // The rest is advice and help, which have a place of their own.
  const [first = ''] = text.split('\n')
  return [first.replace(/^(polykms|error): /, '').replace(/^.*\[yes\/no\] (polykms: )?/, '')]
}
