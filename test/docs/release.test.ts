import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml' // of typedoc
import { aws } from '../../providers/aws/index.ts'
import { createProgram } from '../../src/cli/commands.ts'
import { reportOf } from '../../src/cli/conformance/report.ts'
import { processTerminal } from '../../src/cli/terminal.ts'
import { createClient, fetchTransport } from '../../src/index.ts'
import { ROOT } from '../rules/source-tree.ts'
import { sampleCase, run as sampleRun } from '../unit/report/sample.ts'
import { type Registry, startRegistry } from './registry.ts'
import { run } from './run.ts'

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

/** Runs the script with nothing of the run that this test may be part of. */
function release(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/release.mjs', ...args], {
    cwd: repository,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  })
  return { status, said: stdout.trim().split('\n') }
}

const ofRepository = (what: string) => what.includes('repository')

const RUN = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'someone/polykms' }

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
        'nothing says which repository this is, and npm asks: name it in package.json, or set GITHUB_REPOSITORY=OWNER/NAME as the release workflow does',
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
    expect(release(['--notes']).said).toEqual(['- Add it'])
    writeFileSync(join(repository, 'more'), '')
    expect(release()).toEqual({ status: 1, said: ['the tree is not clean: more'] })
  })

  test('refuses a prerelease, which would need a tag of its own on npm', () => {
    write('1.2.0-rc.1', '1.2.0-rc.1', '1.2.0-rc.1 - 2026-01-31')
    expect(release().said).toContain('package.json: 1.2.0-rc.1 is no version of the form 1.2.3')
  })

  test('takes the repository from the run', () => {
    write('1.2.0', '1.2.0', '1.2.0 - 2026-01-31', {})
    expect(release().said.filter(ofRepository)).toHaveLength(1)
    expect(release([], RUN).said.filter(ofRepository)).toEqual([])
  })

  test.each([
    'someone/polykms',
    'github:someone/polykms',
    'https://github.com/someone/polykms',
    { type: 'git', url: 'git+https://github.com/someone/polykms.git' },
    { type: 'git', url: 'git+ssh://git@github.com/someone/polykms.git' },
  ])('knows the repository of the run again in %j', (named) => {
    write('1.2.0', '1.2.0', '1.2.0 - 2026-01-31', { repository: named })
    expect(release([], RUN).said.filter(ofRepository)).toEqual([])
    expect(release([], { ...RUN, GITHUB_REPOSITORY: 'someone/else' }).said).toContain(
      'package.json says that the repository is https://github.com/someone/polykms, this is https://github.com/someone/else: npm wants them equal',
    )
  })

  test.each([
    ['11.5.0', ['npm is 11.5.0; a trusted publisher needs 11.5.1 or later']],
    ['11.10.0', []],
  ])('wants an npm that can be a trusted publisher, where it is to publish: %s', (version, said) => {
    const bin = join(repository, 'bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 })
    const env = { ...RUN, PATH: `${bin}:${process.env['PATH']}` }
    const ofNpm = (what: string) => what.startsWith('npm is')
    expect(release([], { ...env, GITHUB_ACTIONS: 'true' }).said.filter(ofNpm)).toEqual(said)
    expect(release([], env).said.filter(ofNpm)).toEqual([])
  })
})

describe('the release workflow', () => {
  const text = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8')
  const workflow = parse(text)
  const { permissions, steps } = workflow.jobs.publish
  const commands: string[] = steps.flatMap(({ run: command }: { run?: string }) => command ?? [])
  const [stamp = '', publish = ''] = commands.slice(2)

  test('checks, tests, then publishes with provenance, and may do nothing else', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } })
    expect(workflow.permissions).toEqual({})
    expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' })
    expect(commands).toEqual(['node scripts/release.mjs', '.ci/run', stamp, 'npm publish --provenance --access public'])
  })

  test('runs where npm trusts a publisher, and puts nothing from outside into a shell line', () => {
    expect(workflow.jobs.publish).toMatchObject({ 'runs-on': 'ubuntu-latest', environment: 'npm' })
    expect(text).not.toContain('${{')
    expect(text).not.toContain('secrets')
  })

  describe('publishes', () => {
    const folder = join(repository, 'published')
    const manifest: object = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    const expected = { type: 'git', url: 'git+https://github.com/someone/polykms.git' }
    let registry: Registry
    beforeAll(async () => {
      registry = await startRegistry()
    })
    afterAll(() => registry.stop())

    /** The commands of the workflow after its checks, in a folder that has the package's own manifest. */
    function inRun(command: string) {
      const env = {
        ...RUN,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        ACTIONS_ID_TOKEN_REQUEST_URL: `${registry.url}/id-token?of=run`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of this run',
        npm_config_registry: registry.url,
        // Builds nothing: what is in the package is not asked here.
        npm_config_ignore_scripts: 'true',
      }
      return run('bash', ['-e', '-c', `cd '${folder}'; ${command}`], env)
    }

    test.each([
      ['none', undefined],
      ['a short one', 'github:someone/polykms'],
      ['its own', expected],
    ])('a manifest that names the repository, where package.json named %s', { timeout: 60_000 }, async (_, named) => {
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder)
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, repository: named }))
      expect(await inRun(stamp)).toMatchObject({ code: 0, stderr: '' })
      const stamped: object = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      expect(stamped).toEqual({ ...manifest, repository: expected })

      const packed = await inRun('npm pack --silent && tar --to-stdout --extract --file *.tgz package/package.json')
      expect(JSON.parse(packed.stdout.slice(packed.stdout.indexOf('{')))).toEqual(stamped)
    })

    test('without a token, as the run itself, and sends npm the repository', { timeout: 60_000 }, async () => {
      // The statement itself is signed by a service on the Internet.
      const { code, stderr } = await inRun(publish.replace('--provenance', '--provenance=false'))
      expect(code, stderr).toBe(0)
      expect(registry.seen).toEqual([
        'GET /id-token with of this run',
        'POST /-/npm/v1/oidc/token/exchange/package/polykms with an id token',
        'PUT /polykms with a token for one publish',
      ])
      expect(registry.published).toMatchObject([{ name: 'polykms', repository: expected }])
    })
  })
})

describe('the version', () => {
  test('is the same wherever it is written', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect((await createProgram(processTerminal())).version()).toBe(version)
    const { target, started } = sampleRun
    expect(reportOf({ clouds: ['aws'], target, started }, [], [sampleCase({})]).run.suiteVersion).toBe(version)
    let agent: string | undefined
    const provider = aws({ region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
    const transport = fetchTransport(async ({ headers }) => {
      agent = headers.get('user-agent') ?? undefined
      return new Response('{"Keys": []}')
    })
    await createClient(provider, { transport }).listKeys()
    expect(agent).toBe(`polykms/${version}`)
  })
})
