// Builds dist/ beside the old one and then puts it in its place: no file deleted from the sources survives in the
// package, and nobody who uses dist/ meanwhile finds half of it.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { bundleClient } from './bundle-client.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const dist = `${root}dist`
const next = `${dist}-${process.pid}-next`
const last = `${dist}-${process.pid}-last`

const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', next]
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
// What pages are made of, and the one module that is not TypeScript: tsc does not look at them.
const copied = ['conformance/report/page', 'conformance/simulators/page', 'src/axios.cjs', 'src/axios.d.cts']

if (status === 0) {
  for (const path of copied) cpSync(`${root}${path}`, `${next}/${path}`, { recursive: true })
  await bundleClient(next, JSON.parse(readFileSync(`${root}package.json`, 'utf8')))
  const main = `${next}/src/cli/main.js`
  if (existsSync(main)) chmodSync(main, 0o755)
  if (existsSync(dist)) renameSync(dist, last)
  renameSync(next, dist)
  rmSync(last, { recursive: true, force: true })
} else {
  rmSync(next, { recursive: true, force: true })
  process.exitCode = status ?? 1
}
