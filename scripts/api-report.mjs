/*
 * Compares the public types of every entry point with the reports in etc/api, so that none changes unannounced: a change
 * of the package's face shows in the diff of a report, where a reviewer sees it.
 * Run: npm run api:check, and npm run api:update to accept what has changed (then write the changelog entry).
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = join(root, 'etc/api')
const update = process.argv.includes('--update')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const entries = Object.entries(manifest.exports).filter(([, entry]) => typeof entry === 'object')

/** `./simulators/msw` → `simulators-msw.api.md`; the main entry is `polykms.api.md`. */
const reportOf = (path) => `${path === '.' ? 'polykms' : path.slice(2).replaceAll('/', '-')}.api.md`

const scratch = mkdtempSync(join(tmpdir(), 'polykms-api-'))

/** The report of one entry point, without what changes with nothing of ours. */
function reportFor(path, { types }) {
  const reportFileName = reportOf(path)
  const extractorConfig = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      newlineKind: 'lf',
      mainEntryPointFilePath: join(root, types),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2023',
            lib: ['es2023', 'dom', 'dom.iterable'],
            module: 'nodenext',
            moduleResolution: 'nodenext',
            types: ['node'],
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: true,
          },
          files: [join(root, types)],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: scratch,
        reportTempFolder: join(scratch, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      // What is documented is typedoc's to judge.
      messages: {
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
  })
  const complaints = []
  const { errorCount } = Extractor.invoke(extractorConfig, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === 'error') complaints.push(message.text)
      message.handled = true
    },
  })
  if (errorCount > 0) throw new Error(`${path}: ${complaints.join('; ')}`)
  // Whether a member is documented is no part of its type.
  return readFileSync(join(scratch, reportFileName), 'utf8')
    .replaceAll(/^ *\/\/ \(undocumented\)\n/gm, '')
    .replaceAll(/^\/\/ @public.*\n/gm, '')
}

function firstDifference(is, should) {
  const [old, now] = [is.split('\n'), should.split('\n')]
  const at = now.findIndex((line, index) => line !== old[index])
  return at < 0 ? `  it ends sooner` : `  line ${at + 1}\n  - ${old[at] ?? ''}\n  + ${now[at]}`
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

try {
  mkdirSync(reports, { recursive: true })
  mkdirSync(join(scratch, 'temp'))
  for (const [path, entry] of entries) {
    const file = join(reports, reportOf(path))
    const [is, should] = [read(file), reportFor(path, entry)]
    if (is === should) process.stdout.write(`ok: ${basename(file)}\n`)
    else if (update) {
      writeFileSync(file, should)
      process.stdout.write(`written: ${basename(file)}\n`)
    } else {
      process.exitCode = 1
      process.stdout.write(`CHANGED: etc/api/${basename(file)}\n${firstDifference(is, should)}\n`)
    }
  }
  const expected = entries.map(([path]) => reportOf(path))
  for (const file of readdirSync(reports).filter((name) => !expected.includes(name))) {
    process.exitCode = 1
    process.stdout.write(`LEFT OVER: etc/api/${file} is of no entry point\n`)
  }
  if (process.exitCode === 1) {
    process.stdout.write(
      'The public types have changed. If they should: npm run api:update, and a line in CHANGELOG.md\n',
    )
  }
} finally {
  rmSync(scratch, { recursive: true })
}
