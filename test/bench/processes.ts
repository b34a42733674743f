import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BenchCloud } from './replies.ts'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** The programs of the bench as plain JavaScript: a loader of TypeScript in the process would be measured along. */
export interface Programs {
  readonly folder: string
  /** The program `name`, with every package imported as installed. */
  readonly path: (name: string) => string
  /** A variant and all it imports in one file. */
  readonly bundle: (variant: string) => Promise<string>
  readonly remove: () => void
}

/** @param names - Programs and variants without `.ts`. */
export async function compile(names: readonly string[]): Promise<Programs> {
  // Inside the package, so that `polykms` is the package itself; reports/ is left out of version control.
  mkdirSync(join(ROOT, 'reports'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, 'reports/bench-'))
  const common = { bundle: true, format: 'esm', platform: 'node', logLevel: 'error', outbase: here('.') } as const
  const outExtension = { '.js': '.mjs' }
  const entryPoints = names.map((name) => here(`./${name}.ts`))
  const { banner } = PACKED
  await build({ ...common, banner, entryPoints, outdir: folder, packages: 'external', outExtension })
  return {
    folder,
    path: (name) => join(folder, `${name}.mjs`),
    bundle: async (variant) => {
      const outfile = join(folder, `bundled/${variant}.mjs`)
      await build({
        ...common,
        ...PACKED,
        absWorkingDir: ROOT,
        entryPoints: [here(`./variants/${variant}.ts`)],
        outfile,
      })
      return outfile
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** As applications are bundled for a function service; CommonJS in an ES module needs a `require`. */
export const PACKED = {
  minify: true,
  banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
} as const

/** Runs a program to its message. Home is elsewhere: Huawei's client writes a file there. */
export async function ask<T>(programs: Programs, file: string, args: readonly string[], flags: readonly string[] = []) {
  const child = fork(file, args, {
    execArgv: [...flags],
    env: environment(programs),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    return await message<T>(child)
  } finally {
    child.kill()
    await ended
  }
}

function environment({ folder }: Programs): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _none, ...env } = process.env
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  return { ...env, ...quiet, HOME: folder, USERPROFILE: folder }
}

/** Does something while a server answers what `cloud` answers. */
export async function withServer<T>(
  programs: Programs,
  cloud: BenchCloud,
  use: (port: number) => Promise<T>,
): Promise<T> {
  const server = fork(programs.path('programs/server'), [cloud], { execArgv: [] })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  try {
    const { port } = await message<{ port: number }>(server)
    return await use(port)
  } finally {
    server.kill()
    await ended
  }
}

function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (value) => resolve(value as T)) // the children are ours and send what they are asked for
    child.once('exit', (code, signal) => {
      reject(new Error(`a bench process ended with ${code ?? signal}: ${child.spawnargs.join(' ')}`))
    })
  })
}
