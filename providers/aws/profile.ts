import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { KmsError } from '../../src/errors.ts'

/** A profile's settings, of both files. */
export interface Profile {
  readonly name: string
  readonly settings: ReadonlyMap<string, string>
  /** Where they were looked for. */
  readonly files: string
}

/**
 * Reads a profile from the shared credentials and config files; a file that does not exist holds nothing.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export function readProfile(env: Readonly<Record<string, string | undefined>>): Profile {
  const name = env['AWS_PROFILE'] || 'default'
  const credentialsFile = pathOf(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials')
  const configFile = pathOf(env['AWS_CONFIG_FILE'], 'config')
  const config = parseSections(read(configFile))
  const credentials = parseSections(read(credentialsFile))
  const settings = new Map([
    ...(name === 'default' ? (config.get('default') ?? []) : []),
    ...(config.get(`profile ${name}`) ?? []),
    ...(credentials.get(name) ?? []),
  ])
  return { name, settings, files: `${credentialsFile} and ${configFile}` }
}

function pathOf(given: string | undefined, file: string): string {
  return given ? given.replace(/^~(?=[\\/])/, homedir()) : join(homedir(), '.aws', file)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    if (reason === 'ENOENT') return ''
    const details = { code: 'InvalidInput', provider: 'aws', operation: 'configure', field: 'credentials' } as const
    throw new KmsError(`aws: the file ${path} cannot be read: ${reason}`, details)
  }
}

function parseSections(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let current: Map<string, string> | undefined
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]+)\]/.exec(line)?.[1]
    if (header !== undefined) {
      const name = header.trim().replace(/\s+/g, ' ')
      current = sections.get(name) ?? new Map()
      sections.set(name, current)
      continue
    }
    // Indented lines belong to the setting above them; none of those is read here.
    const setting = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line)
    if (setting?.[1] === undefined || setting[2] === undefined) continue
    // A comment after a value begins with a blank: keys may hold # and ;.
    current?.set(setting[1].toLowerCase(), setting[2].replace(/\s[#;].*$/, '').trim())
  }
  return sections
}
