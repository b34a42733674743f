import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providerIds } from '../../providers/index.ts'
import { ROOT } from '../rules/source-tree.ts'

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const entries = Object.keys(manifest.exports)
  .filter((path) => path !== './package.json')
  .map((path) => path.replace('.', 'polykms'))
const MSW_ENTRY = 'polykms/simulators/msw'
const providers = providerIds.map((id) => `polykms/${id}`)

const scratch = mkdtempSync(join(tmpdir(), 'polykms-install-'))
/** A project that has installed nothing but the package. */
const bare = join(scratch, 'bare')
/** One that has also what it needs for types and for msw. */
const equipped = join(scratch, 'equipped')

beforeAll(() => {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch]
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT }).toString())
  const tarball = join(scratch, packed.filename)
  const pinned = ['msw', '@types/node'].map((name) => `${name}@${manifest.devDependencies[name]}`)
  install(bare, [tarball])
  install(equipped, [tarball, ...pinned])
}, 300_000)

afterAll(() => rmSync(scratch, { recursive: true }))

function install(project: string, packages: readonly string[]): void {
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['install', ...options, ...packages], { cwd: project, stdio: 'pipe' })
}

/** Runs a script in a project, and returns what it printed. */
function node(project: string, name: string, script: string, flags: readonly string[] = []): string {
  writeFileSync(join(project, name), script)
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, name], { cwd: project, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

const printNames = 'console.log(Object.keys(entry).filter((name) => entry[name] !== undefined).join(" "))'

describe('in an empty project, the installed package', () => {
  test.each(entries)('gives %s to import and to require, the same names both ways', (entry) => {
    const project = entry === MSW_ENTRY ? equipped : bare
    const imported = node(project, 'a.mjs', `import * as entry from '${entry}'\n${printNames}`)
    const required = node(project, 'a.cjs', `const entry = require('${entry}')\n${printNames}`)
    expect(imported.trim()).not.toBe('')
    expect(required.split(' ').filter((name) => name.trim() !== '__esModule')).toEqual(imported.split(' '))
  })

  test('says which package is missing when msw is', () => {
    expect(() => node(bare, 'a.mjs', `import '${MSW_ENTRY}'`)).toThrow("Cannot find package 'msw'")
  })

  test('encrypts and decrypts', () => {
    const output = node(
      bare,
      'a.mjs',
      `import { createClient, fetchTransport } from 'polykms'
       import { aws } from 'polykms/aws'
       import { createSimulator } from 'polykms/simulators'
       const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
       const transport = fetchTransport(createSimulator('aws').fetch)
       const kms = createClient(aws({ region: 'eu-west-1', credentials }), { transport })
       const { keyId } = await kms.createKey()
       const { ciphertext } = await kms.encrypt({ keyId, plaintext: Buffer.from('secret') })
       console.log(Buffer.from((await kms.decrypt({ ciphertext })).plaintext).toString())`,
    )
    expect(output).toBe('secret\n')
  })

  test('has a command line that prints the tables', () => {
    const polykms = join(bare, 'node_modules', '.bin', 'polykms')
    const table = JSON.parse(execFileSync(polykms, ['matrix', 'aws', '--format', 'json'], { cwd: bare }).toString())
    expect(table.cells.length).toBeGreaterThan(300)
  })

  test('has a command line that says how to get msw when it is missing, and does without it when asked', () => {
    const polykms = join(bare, 'node_modules', '.bin', 'polykms')
    const run = (...more: string[]) => {
      const args = ['conformance', 'run', '--cloud', 'aws', '--filter', 'EnableKey', ...more]
      return spawnSync(polykms, args, { cwd: bare, encoding: 'utf8' })
    }
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('npm install msw') })
    expect(run('--via', 'direct')).toMatchObject({ status: 0, stdout: expect.stringContaining(' 0 failed') })
  })
})

describe('what an import loads', () => {
  /** Everything that Node resolves or requires while it imports an entry point. */
  function loadedBy(entry: string): string[] {
    const log = join(equipped, 'resolved.log')
    writeFileSync(log, '')
    writeFileSync(
      join(equipped, 'hooks.mjs'),
      `import { appendFileSync } from 'node:fs'
       export const resolve = async (specifier, context, next) => {
         const resolved = await next(specifier, context)
         appendFileSync(${JSON.stringify(log)}, resolved.url + '\\n')
         return resolved
       }`,
    )
    writeFileSync(
      join(equipped, 'register.mjs'),
      `import { register } from 'node:module'\nregister('./hooks.mjs', import.meta.url)`,
    )
    const required = node(
      equipped,
      'a.mjs',
      `import { createRequire } from 'node:module'
       await import('${entry}')
       for (const file of Object.keys(createRequire(import.meta.url).cache)) console.log(file)`,
      ['--import', './register.mjs'],
    )
    return [...readFileSync(log, 'utf8').split('\n'), ...required.split('\n')]
      .filter((url) => url.includes('/node_modules/'))
      .map((url) => url.replace(/^.*?\/node_modules\//, ''))
  }

  /** Of zod, which is a hundred modules, the client brings along what it uses. */
  const HEAVY = /^(axios|msw|@mswjs|commander|https?-proxy-agent|proxy-from-env|zod)\//

  test('the hook sees modules of both kinds', () => {
    const loaded = loadedBy('polykms/aws')
    expect(loaded).toContain('polykms/dist/providers/aws/index.js')
    expect(loaded.some((path) => path.startsWith('@aws-sdk/signature-v4/'))).toBe(true)
    expect(loadedBy(MSW_ENTRY).some((path) => HEAVY.test(path))).toBe(true)
  })

  test('the core loads no provider, no suite and no heavy library', () => {
    const loaded = loadedBy('polykms')
    expect(loaded).toContain('polykms/dist/src/index.js')
    expect(loaded.filter((path) => HEAVY.test(path) || /^polykms\/dist\/(providers|conformance)\//.test(path))).toEqual(
      [],
    )
  })

  test.each(providers)('%s loads itself and what clouds share', (entry) => {
    const own = entry.replace('polykms/', '')
    const ours = new RegExp(`^polykms/dist/(src|providers/(shared|${own}))/`)
    const loaded = loadedBy(entry)
    expect(loaded).toContain(`polykms/dist/providers/${own}/index.js`)
    expect(loaded.filter((path) => HEAVY.test(path) || (path.startsWith('polykms/') && !ours.test(path)))).toEqual([])
  })

  test('the simulators load nothing but themselves', () => {
    const loaded = loadedBy('polykms/simulators')
    expect(loaded.filter((path) => !path.startsWith('polykms/dist/conformance/simulators/'))).toEqual([])
  })
})

describe('the types', () => {
  const consumerOf = (imported: readonly string[]) => `
    ${imported.map((entry, index) => `import * as entry${index} from '${entry}'`).join('\n')}
    import { createClient, type EncryptOutput, type KmsClient } from 'polykms'
    import { aws } from 'polykms/aws'
    export const all = [${imported.map((_, index) => `entry${index}`).join(', ')}]
    const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' })
    const kms: KmsClient = createClient(aws({ region: 'eu-west-1', credentials }))
    export const output: Promise<EncryptOutput> = kms.encrypt({ keyId: 'alias/a', plaintext: Buffer.from('b') })
    // @ts-expect-error a misspelt field
    kms.encrypt({ keyId: 'alias/a', plainText: Buffer.from('b') })
    // @ts-expect-error a field that is missing
    kms.decrypt({})
    export const planted: number = kms.provider
  `
  const withoutMsw = entries.filter((entry) => entry !== MSW_ENTRY)

  test.each([
    // msw's own declarations need those of the browser.
    { module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2023'], imported: withoutMsw },
    { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023'], imported: withoutMsw },
    { module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2023', 'dom', 'dom.iterable'], imported: entries },
    { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom', 'dom.iterable'], imported: entries },
  ])('a project with resolution $moduleResolution and $lib compiles, its own error aside', (project) => {
    const { imported, ...options } = project
    const strict = { target: 'es2023', types: ['node'], strict: true, exactOptionalPropertyTypes: true }
    const compilerOptions = { ...options, ...strict, skipLibCheck: false, noEmit: true }
    writeFileSync(join(equipped, 'consumer.ts'), consumerOf(imported))
    writeFileSync(join(equipped, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: equipped, encoding: 'utf8' })
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^consumer\.ts\(\d+,18\): error TS2322: .*'string'.*'number'/),
    ])
  })
})
