// Builds dist/ from scratch, so that a file deleted from the sources cannot survive in the package.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

rmSync(`${root}dist`, { recursive: true, force: true })
const built = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
const main = `${root}dist/src/cli/main.js`
if (built.status === 0 && existsSync(main)) chmodSync(main, 0o755)
process.exitCode = built.status ?? 1
