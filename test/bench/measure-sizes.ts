import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { clients, packages } from './plan.ts'
import { PACKED, ROOT } from './processes.ts'
import type { BenchCloud } from './replies.ts'

/** Kilobytes, of 1,000 bytes, of a minified and gzipped bundle of `createClient` and one provider. */
export interface BundleRow {
  readonly cloud: BenchCloud
  readonly kbWithoutAxios: number
  readonly kb: number
}

/** Megabytes, of 1,000,000 bytes, of files that an install of one package brings, its dependencies included. */
export interface InstallRow {
  readonly package: string
  readonly mb: number
  readonly packages: number
}

export async function measureBundle(cloud: BenchCloud): Promise<BundleRow> {
  const bytes = async (external: string[]) => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { createClient } from 'polykms'; export { ${cloud} } from 'polykms/${cloud}'`,
        resolveDir: ROOT,
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'error',
      write: false,
      external,
      ...PACKED,
    })
    return outputFiles.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).byteLength, 0)
  }
  return { cloud, kbWithoutAxios: (await bytes(['axios'])) / 1000, kb: (await bytes([])) / 1000 }
}

export function measureInstalls(): InstallRow[] {
  const lock = readLock()
  const ours = walk(lock, '')
  const dist = sizeOf(join(ROOT, 'dist')) + sizeOf(join(ROOT, 'package.json'))
  const rows = [{ package: 'polykms', mb: (ours.bytes + dist) / 1e6, packages: ours.packages + 1 }]
  for (const name of new Set(Object.keys(clients).flatMap((cloud) => packagesOf(cloud)))) {
    const { bytes, packages: count } = walk(lock, `node_modules/${name}`)
    rows.push({ package: name, mb: bytes / 1e6, packages: count })
  }
  return rows
}

const packagesOf = (cloud: string) =>
  Object.entries(packages).flatMap(([variant, name]) => (variant.startsWith(`${cloud}-`) ? [name] : []))

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
}
type Lock = Readonly<Record<string, Locked | undefined>>

function readLock(): Lock {
  const parsed = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { readonly packages: Lock } // npm's
  return parsed.packages
}

/** Everything that the package at `start` needs, as Node would find it. */
function walk(lock: Lock, start: string): { readonly bytes: number; readonly packages: number } {
  const found = new Set<string>()
  const visit = (path: string) => {
    if (path !== '') found.add(path)
    for (const name of Object.keys(lock[path]?.dependencies ?? {})) {
      const place = resolve(lock, path, name)
      if (place !== undefined && !found.has(place)) visit(place)
    }
  }
  visit(start)
  const bytes = [...found].reduce((sum, path) => sum + sizeOf(join(ROOT, path), true), 0)
  return { bytes, packages: found.size }
}

function resolve(lock: Lock, from: string, name: string): string | undefined {
  const parts = from.split('/node_modules/')
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const place = `${parts.slice(0, depth).join('/node_modules/')}/node_modules/${name}`
    if (lock[place] !== undefined) return place
  }
  const top = `node_modules/${name}`
  return lock[top] === undefined ? undefined : top
}

function sizeOf(path: string, own = false): number {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.size
  const inner = readdirSync(path).filter((name) => !own || name !== 'node_modules')
  return inner.reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
