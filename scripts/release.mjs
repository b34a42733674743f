/*
 * Looks whether what is checked out may be released: version, changelog, tag and tree agree, so that no version on npm is
 * one that nobody can find in the history. Publishing itself is the workflow's, with provenance.
 * Run: node scripts/release.mjs            what is missing
 *      node scripts/release.mjs --notes    the changelog of this version
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

/** The entry of a version in the changelog: its date and its text. */
export function entryOf(changelog, version) {
  const parts = changelog.split(/^## /m).slice(1)
  const found = parts.find((part) => part.startsWith(`${version} - `))
  if (found === undefined) return undefined
  const [heading, ...lines] = found.split('\n')
  return { date: heading.slice(version.length + 3).trim(), text: lines.join('\n').trim() }
}

/** What keeps a state of the repository from being released, each as a sentence. */
export function obstacles({ version, lockVersion, repository, changelog, tags, uncommitted }) {
  const entry = entryOf(changelog, version)
  return [
    ...(SEMVER.test(version) ? [] : [`package.json: ${version} is no version`]),
    ...(lockVersion === version ? [] : [`package-lock.json says ${lockVersion}, package.json ${version}`]),
    ...(repository === undefined ? ['package.json names no repository, by which npm checks the provenance'] : []),
    ...(entry === undefined ? [`CHANGELOG.md has no entry "## ${version} - YYYY-MM-DD"`] : []),
    ...(entry !== undefined && !/^\d{4}-\d\d-\d\d$/.test(entry.date)
      ? [`CHANGELOG.md: the date of ${version} is "${entry.date}", not a day such as 2026-01-31`]
      : []),
    ...(entry !== undefined && entry.text === '' ? [`CHANGELOG.md says nothing of ${version}`] : []),
    ...(tags.includes(`v${version}`)
      ? []
      : [`this commit has no tag v${version} (it has: ${tags.join(', ') || 'none'})`]),
    ...(uncommitted.length === 0 ? [] : [`the tree is not clean: ${uncommitted.join(', ')}`]),
  ]
}

function main(root, args) {
  const read = (path) => readFileSync(join(root, path), 'utf8')
  const git = (...rest) => execFileSync('git', rest, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
  const { version, repository } = JSON.parse(read('package.json'))
  const changelog = read('CHANGELOG.md')
  if (args.includes('--notes')) {
    process.stdout.write(`${entryOf(changelog, version)?.text ?? ''}\n`)
    return
  }
  const found = obstacles({
    version,
    repository,
    lockVersion: JSON.parse(read('package-lock.json')).version,
    changelog,
    tags: git('tag', '--points-at', 'HEAD'),
    uncommitted: git('status', '--porcelain').map((line) => line.slice(3)),
  })
  process.exitCode = found.length === 0 ? 0 : 1
  process.stdout.write(found.length === 0 ? `${version} may be released\n` : found.map((what) => `${what}\n`).join(''))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(fileURLToPath(new URL('..', import.meta.url)), process.argv.slice(2))
}
