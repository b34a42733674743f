/*
 * Looks at the package as npm would publish it, so that no release lacks a file, carries one that nobody should get,
 * has types that other compilers cannot find, or needs a library that it does not declare.
 * Run: npm run build && npm run check:package
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { builtinModules, createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path) => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json'))
const lock = JSON.parse(read('package-lock.json'))
const entries = Object.values(manifest.exports).filter((entry) => typeof entry === 'object')

/** What runs in a browser, copied as it is. */
const PAGE = /^dist\/conformance\/(report|simulators)\/page\/[a-z]+\.(css|js)$/

/** The one module that is not TypeScript. */
const BRIDGE = /^dist\/src\/axios\.(cjs|d\.cts)$/

/** Files that are no code and belong into the package; the licences are those of what dist/ carries of others. */
const PAPERS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist/THIRD-PARTY-LICENSES.txt', 'package.json']

/** Builds of the lint tool for other platforms, which the registry that made the lock did not have. */
const UNCHECKED = /^node_modules\/@biomejs\/cli-(android|darwin|win32)|^node_modules\/@biomejs\/cli-linux-.*-musl$/

const scratch = mkdtempSync(join(tmpdir(), 'polykms-package-'))
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], { cwd: root }).toString(),
)
const tarball = join(scratch, packed.filename)
const files = packed.files.map(({ path }) => path)

/** Each check returns what is wrong, nothing if all is well. */
const checks = {
  'the package holds built modules, their declarations and five papers': () => [
    ...files
      .filter(
        (path) =>
          !PAPERS.includes(path) &&
          !PAGE.test(path) &&
          !BRIDGE.test(path) &&
          !/^dist\/(src|providers|conformance)\/.*\.(d\.ts|js)$/.test(path),
      )
      .map((path) => `${path} does not belong into it`),
    ...PAPERS.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...files.filter((path) => path.endsWith('.js') && !PAGE.test(path)).flatMap(missingCompanions),
  ],

  'every entry point and program is there': () => [
    ...entries
      .flatMap((entry) => Object.values(entry))
      .map((path) => path.replace('./', ''))
      .filter((path) => !files.includes(path))
      .map((path) => `exports: ${path} is missing`),
    ...Object.values(manifest.bin).flatMap((path) => {
      if (!files.includes(path)) return [`bin: ${path} is missing`]
      const runs = read(path).startsWith('#!/usr/bin/env node\n') && (statSync(join(root, path)).mode & 0o111) !== 0
      return runs ? [] : [`bin: ${path} cannot be run`]
    }),
  ],

  'publint finds nothing, not even a suggestion': async () => {
    const { messages, pkg } = await publint({
      strict: true,
      pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
    })
    return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
  },

  'every module resolver finds the types': () => {
    const attw = createRequire(import.meta.url)
      .resolve('@arethetypeswrong/cli/package.json')
      .replace(/package\.json$/, 'dist/index.js')
    const { status, stdout, stderr } = spawnSync(process.execPath, [
      attw,
      tarball,
      '--profile',
      'esm-only',
      '--format',
      'ascii',
      '--no-color',
      '--no-emoji',
    ])
    return status === 0 ? [] : [`${stdout}${stderr}`]
  },

  'the declared dependencies are the imported ones, each pinned': () => {
    const declared = Object.keys(manifest.dependencies)
    const peers = Object.keys(manifest.peerDependencies)
    const imported = new Set(files.filter((path) => /\.c?js$/.test(path)).flatMap(packagesOf))
    const named = new Set(files.filter((path) => path.endsWith('.d.ts')).flatMap(packagesOf))
    const known = new Set([...declared, ...peers])
    // Its limiters are handed over by the caller: the peer range says which ones fit, and nothing of it is imported.
    const handedOver = new Set(['rate-limiter-flexible'])
    return [
      ...[...imported].filter((name) => !known.has(name)).map((name) => `${name} is imported and not declared`),
      ...[...named].filter((name) => !known.has(name)).map((name) => `${name} is needed by the types and not declared`),
      ...[...known]
        .filter((name) => !imported.has(name) && !handedOver.has(name))
        .map((name) => `${name} is declared and not imported`),
      ...Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
        .map(([name, version]) => `${name} ${version} is not an exact version`),
    ]
  },

  'the lock fits the manifest, holds every package for every platform with its checksum, and names no address': () => {
    const [own, ...others] = Object.entries(lock.packages).map(([path, entry]) => ({ path, ...entry }))
    const names = new Set(others.map(({ path }) => path.replace(/^.*node_modules\//, '')))
    return [
      ...['dependencies', 'devDependencies', 'peerDependencies']
        .filter((kind) => JSON.stringify(sorted(own[kind])) !== JSON.stringify(sorted(manifest[kind])))
        .map((kind) => `its ${kind} are not the manifest's`),
      // npm drops the builds for other platforms when its registry lacks them, and `npm ci` then refuses the lock.
      ...others.flatMap(({ path, optionalDependencies = {} }) =>
        Object.keys(optionalDependencies)
          .filter((name) => !names.has(name))
          .map((name) => `${path} wants ${name}, which is not in it`),
      ),
      ...others
        .filter(({ path, integrity }) => !integrity && !UNCHECKED.test(path))
        .map(({ path }) => `${path} has no checksum`),
      ...others.filter(({ resolved }) => resolved !== undefined).map(({ path }) => `${path} has an address`),
    ]
  },
}

function missingCompanions(path) {
  // A part that several modules share: made by scripts/bundle-client.mjs, and of no type of its own.
  if (/^dist\/src\/[a-z-]+-[A-Z0-9]{8}\.js$/.test(path)) return []
  const declarations = path.replace(/\.js$/, '.d.ts')
  const source = path.replace(/^dist\//, '').replace(/\.js$/, '.ts')
  const map = /\/\/# sourceMappingURL=(\S+)/.exec(read(path))?.[1]
  return [
    ...(files.includes(declarations) ? [] : [`${declarations} is missing`]),
    ...(existsSync(join(root, source)) ? [] : [`${path} is built from nothing: its source is gone`]),
    ...(map === undefined ? [] : [`${path} points to the map ${map}, which is not published`]),
  ]
}

/** The packages that a built file imports in any way. */
function packagesOf(path) {
  const text = read(path)
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
  return specifiers
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}

function sorted(record = {}) {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

try {
  for (const [name, check] of Object.entries(checks)) {
    const wrong = await check()
    process.stdout.write(
      wrong.length === 0 ? `ok: ${name}\n` : `FAILED: ${name}\n${wrong.map((line) => `  ${line}\n`).join('')}`,
    )
    if (wrong.length > 0) process.exitCode = 1
  }
} finally {
  rmSync(scratch, { recursive: true })
}
