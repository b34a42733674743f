/*
 * Looks whether what is checked out may be released: version, changelog, tag, repository and tree agree, so that no
 * version on npm is one that nobody can find in the history. Publishing itself is the workflow's, with provenance.
 * Run: node scripts/release.mjs            what is missing
 *      node scripts/release.mjs --notes    the changelog of this version
 * By hand, GITHUB_REPOSITORY=OWNER/NAME stands in for the run that will publish.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Without a suffix: a prerelease needs a tag of its own on npm, which the workflow does not give. */
const RELEASE = /^\d+\.\d+\.\d+$/

/** From here on npm publishes for a trusted publisher: https://docs.npmjs.com/trusted-publishers */
const TRUSTED = { npm: '11.5.1', node: '22.14.0' }

/** The entry of a version in the changelog: its date and its text. */
export function entryOf(changelog, version) {
  const parts = changelog.split(/^## /m).slice(1)
  const found = parts.find((part) => part.startsWith(`${version} - `))
  if (found === undefined) return undefined
  const [heading, ...lines] = found.split('\n')
  return { date: heading.slice(version.length + 3).trim(), text: lines.join('\n').trim() }
}

/** The page of a repository, in whichever of npm's forms package.json names it. */
export function pageOf(repository) {
  const named = typeof repository === 'string' ? repository : repository.url
  const address = named.replace(/^github:/, '').replace(/\.git$/, '')
  if (/^[\w-]+\/[\w.-]+$/.test(address)) return `https://github.com/${address}`
  return address.replace(/^(git\+)?(https:\/\/|ssh:\/\/git@|git:\/\/)/, 'https://')
}

/** npm refuses a package whose manifest names another repository than the one that the provenance was made for. */
function repositoryObstacles(repository, runsAt) {
  if (runsAt === undefined) {
    const how = 'name it in package.json, or set GITHUB_REPOSITORY=OWNER/NAME as the release workflow does'
    return repository === undefined ? [`nothing says which repository this is, and npm asks: ${how}`] : []
  }
  if (repository === undefined || pageOf(repository) === runsAt) return []
  return [`package.json says that the repository is ${pageOf(repository)}, this is ${runsAt}: npm wants them equal`]
}

function toolObstacles(tools) {
  return Object.entries(tools)
    .filter(([name, version]) => version.localeCompare(TRUSTED[name], 'en', { numeric: true }) < 0)
    .map(([name, version]) => `${name} is ${version}; a trusted publisher needs ${TRUSTED[name]} or later`)
}

/** What keeps a state of the repository from being released, each as a sentence. */
export function obstacles({ version, lockVersion, repository, runsAt, tools, changelog, tags, uncommitted }) {
  const entry = entryOf(changelog, version)
  return [
    ...(RELEASE.test(version) ? [] : [`package.json: ${version} is no version of the form 1.2.3`]),
    ...(lockVersion === version ? [] : [`package-lock.json says ${lockVersion}, package.json ${version}`]),
    ...repositoryObstacles(repository, runsAt),
    ...toolObstacles(tools),
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
  const { GITHUB_ACTIONS, GITHUB_REPOSITORY, GITHUB_SERVER_URL = 'https://github.com' } = process.env
  const changelog = read('CHANGELOG.md')
  if (args.includes('--notes')) {
    process.stdout.write(`${entryOf(changelog, version)?.text ?? ''}\n`)
    return
  }
  const found = obstacles({
    version,
    repository,
    runsAt: GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`,
    // By hand nothing is published, so there these need not be that new.
    tools: GITHUB_ACTIONS
      ? { npm: execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim(), node: process.versions.node }
      : {},
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
