/*
 * Joins the modules of the client, which tsc has left one by one, into a few: Node takes longer to find, open and link a
 * module of this size than to run it. What they use of zod is joined in for the same reason: zod itself is a hundred
 * modules. The suite, the simulators and the command line stay as they are; what they import of the client is an entry
 * point too, so that no module exists twice. Types are untouched. docs/decisions/ says what it gains.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const isClient = (path) => (path.startsWith('src/') && !path.startsWith('src/cli/')) || path.startsWith('providers/')

/** Its licence demands that its notice goes along. */
const CARRIED = 'zod'
const licence = readFileSync(fileURLToPath(new URL(`../node_modules/${CARRIED}/LICENSE`, import.meta.url)), 'utf8')
const LICENCES = 'THIRD-PARTY-LICENSES.txt'
/** The mark makes bundlers keep it. */
const NOTICE = `/*! Holds parts of ${CARRIED}: ${/^Copyright.*$/m.exec(licence)[0]}; see polykms/dist/${LICENCES} */\n`

/** @param dist - What tsc made, a folder. Its modules of the client are replaced. */
export async function bundleClient(dist, manifest) {
  const modules = readdirSync(dist, { recursive: true }).map((path) => path.replaceAll('\\', '/'))
  const built = modules.filter((path) => path.endsWith('.js'))
  const exported = Object.values(manifest.exports).map((entry) => entry.default?.replace('./dist/', ''))
  const needed = built.filter((path) => !isClient(path)).flatMap((path) => importsOf(dist, path))
  const entries = new Set([...exported, ...needed].filter((path) => path !== undefined && isClient(path)))
  const packages = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  const outdir = mkdtempSync(join(dist, 'bundled-'))
  const { metafile } = await build({
    entryPoints: [...entries].map((path) => join(dist, path)),
    // The same names and contents wherever it is built: the folder has another name each time.
    absWorkingDir: dist,
    outbase: dist,
    outdir,
    // Beside axios.cjs, which is imported from one of them.
    chunkNames: 'src/[name]-[hash]',
    external: ['./axios.cjs', ...packages.filter((name) => name !== CARRIED)],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    metafile: true,
    logLevel: 'warning',
  })
  for (const [path, { inputs }] of Object.entries(metafile.outputs)) {
    if (!Object.keys(inputs).some((input) => input.includes(`node_modules/${CARRIED}/`))) continue
    writeFileSync(join(dist, path), NOTICE + readFileSync(join(dist, path), 'utf8'))
  }
  for (const path of built.filter(isClient)) rmSync(join(dist, path))
  cpSync(outdir, dist, { recursive: true })
  rmSync(outdir, { recursive: true })
  writeFileSync(join(dist, LICENCES), `polykms is published with parts of ${CARRIED}.\n\n${licence}`)
}

/** The modules that a built module imports, now or later, as paths in `dist`. */
function importsOf(dist, path) {
  const text = readFileSync(join(dist, path), 'utf8')
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+\.js)['"]/g)]
  return specifiers.map(([, specifier]) => posix.join(posix.dirname(path), specifier))
}
