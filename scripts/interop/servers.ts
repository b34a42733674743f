import { existsSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './processes.ts'

/** A KMS that is run beside ours and judged by the same suite. */
export interface Server {
  /** Names its folder, its reports and its list of known differences. */
  readonly name: string
  readonly title: string
  readonly version: string
  /** Where its source is public; absent for our own. */
  readonly address?: string
  /** Puts it into a folder; what is there already is not installed again. */
  install(folder: string): Promise<void>
  /** The program that serves on a port, once it is installed. */
  start(folder: string, port: number): Program
}

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A file of this repository, by its path from the root. */
export const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const PYTHON = process.env['PYTHON'] ?? 'python3'

const moto: Server = {
  name: 'moto',
  title: 'moto server',
  // The same as in moto/requirements.txt.
  version: '5.2.5',
  address: 'https://github.com/getmoto/moto/tree/5.2.5/moto/kms',
  install: async (folder) => {
    await run(PYTHON, ['-m', 'venv', folder])
    const requirements = fileOf('scripts/interop/moto/requirements.txt')
    await run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--requirement', requirements])
  },
  start: (folder, port) => ({
    command: join(folder, 'bin', 'moto_server'),
    args: ['-H', '127.0.0.1', '-p', String(port)],
  }),
}

const localKms: Server = {
  name: 'local-kms',
  title: 'Local KMS',
  // The newest revision when the list of its differences was made; the same as in local-kms/go.mod.
  version: 'e4d9425 (October 2023)',
  address: 'https://github.com/nsmithuk/local-kms/tree/e4d9425700fe6617ec37062adec06c9a3dc75fb7',
  install: async (folder) => {
    await mkdir(folder, { recursive: true })
    // Its tags are no Go versions, so that a module that requires the very revision pins it, dependencies included.
    await cp(fileOf('scripts/interop/local-kms'), folder, { recursive: true })
    await run('go', ['-C', folder, 'build', '-o', 'local-kms', 'github.com/nsmithuk/local-kms'])
  },
  // It knows no option for the address, and listens on all of them: only while the suite runs.
  start: (folder, port) => ({
    command: join(folder, 'local-kms'),
    args: [],
    env: { PORT: String(port), KMS_REGION: 'us-east-1', KMS_DATA_PATH: join(folder, `data-${port}`) },
  }),
}

/** Ours, over the same door as the others: nothing of it can be moved or forced from outside a call. */
const ours: Server = {
  name: 'polykms',
  title: 'polykms serve',
  version: '0.1.0',
  install: async () => {},
  start: (_folder, port) => ({ command: process.execPath, args: polykms('serve', '--port', String(port)) }),
}

/** Those that are judged, ours first. */
export const servers: readonly Server[] = [ours, moto, localKms]

/** The command line, from source. */
export function polykms(...args: readonly string[]): readonly string[] {
  return ['--import', 'tsx', fileOf('src/cli/main.ts'), ...args]
}

/** Where a server's known differences are; ours has none. */
export const knownFileOf = (name: string): string => `conformance/known/${name}.json`

/** The option that excuses a server's known differences. */
export function knownOption(name: string): readonly string[] {
  return existsSync(fileOf(knownFileOf(name))) ? ['--known', knownFileOf(name)] : []
}
