import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml' // of typedoc
import { ROOT } from '../rules/source-tree.ts'

// The release script, on a repository of its own: what keeps a version from being released is said, one by one.

const repository = mkdtempSync(join(tmpdir(), 'polykms-release-'))
afterAll(() => rmSync(repository, { recursive: true }))

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.com', ...args], { cwd: repository })

function write(version: string, lockVersion: string, heading: string, more: object = { repository: 'here' }): void {
  writeFileSync(join(repository, 'package.json'), JSON.stringify({ version, ...more }))
  writeFileSync(join(repository, 'package-lock.json'), JSON.stringify({ version: lockVersion }))
  writeFileSync(
    join(repository, 'CHANGELOG.md'),
    `# Changelog\n\n## ${heading}\n\n- Add it\n\n## 0.0.1 - 2020-01-01\n\n- Old\n`,
  )
}

function release(...args: readonly string[]) {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/release.mjs', ...args], {
    cwd: repository,
    encoding: 'utf8',
  })
  return { status, said: stdout.trim().split('\n') }
}

mkdirSync(join(repository, 'scripts'))
cpSync(join(ROOT, 'scripts/release.mjs'), join(repository, 'scripts/release.mjs'))
git('init', '--quiet')
git('commit', '--quiet', '--allow-empty', '--message', 'Begin')

describe('scripts/release.mjs', () => {
  test('says all that is missing', () => {
    write('1.2.0', '1.1.0', '1.2.0 - unreleased', {})
    expect(release()).toEqual({
      status: 1,
      said: [
        'package-lock.json says 1.1.0, package.json 1.2.0',
        'package.json names no repository, by which npm checks the provenance',
        'CHANGELOG.md: the date of 1.2.0 is "unreleased", not a day such as 2026-01-31',
        'this commit has no tag v1.2.0 (it has: none)',
        expect.stringMatching(/^the tree is not clean: .*package\.json/),
      ],
    })
    write('1.2.0', '1.2.0', '1.1.0 - 2026-01-31')
    expect(release().said).toContain('CHANGELOG.md has no entry "## 1.2.0 - YYYY-MM-DD"')
  })

  test('lets go what is complete, and a tag of another version not', () => {
    write('1.2.0', '1.2.0', '1.2.0 - 2026-01-31')
    git('add', '.')
    git('commit', '--quiet', '--message', 'Release')
    git('tag', 'v1.1.9')
    expect(release()).toEqual({ status: 1, said: ['this commit has no tag v1.2.0 (it has: v1.1.9)'] })
    git('tag', 'v1.2.0')
    expect(release()).toEqual({ status: 0, said: ['1.2.0 may be released'] })
    expect(release('--notes').said).toEqual(['- Add it'])
    writeFileSync(join(repository, 'more'), '')
    expect(release()).toEqual({ status: 1, said: ['the tree is not clean: more'] })
  })
})

describe('the release workflow', () => {
  const workflow = parse(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8'))
  const { permissions, steps } = workflow.jobs.publish
  const commands: string[] = steps.flatMap(({ run }: { run?: string }) => run ?? [])

  test('checks, tests, then publishes with provenance, and may do nothing else', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } })
    expect(workflow.permissions).toEqual({})
    expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' })
    expect(commands).toEqual(['node scripts/release.mjs', '.ci/run', 'npm publish --provenance --access public'])
  })
})
