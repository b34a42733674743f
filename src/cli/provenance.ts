import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The commit that this code was checked out at, with `-dirty` behind it if it was changed since; `undefined` where it
 * was installed as a package, or where there is no git.
 */
export function suiteCommit(): string | undefined {
  // From the sources the root is two folders up, from the built files three.
  const root = ['../../', '../../../']
    .map((up) => fileURLToPath(new URL(up, import.meta.url)))
    .find((folder) => existsSync(`${folder}package.json`))
  if (root === undefined || !existsSync(`${root}.git`)) return undefined
  try {
    const commit = git(root, 'rev-parse', '--short=12', 'HEAD')
    return git(root, 'status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}-dirty`
  } catch {
    return undefined
  }
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd, stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 })
    .toString()
    .trim()
}
