import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { readEnvironment } from '../../../../providers/aws/environment.ts'
import { type AwsConfig, fromEnv } from '../../../../providers/aws/index.ts'
import { KmsError } from '../../../../src/index.ts'

let folder = ''
let files: { AWS_SHARED_CREDENTIALS_FILE: string; AWS_CONFIG_FILE: string }

const CREDENTIALS = `
# a comment
[default]
aws_access_key_id = DEFAULT
aws_secret_access_key=a=b#c;d/e+f== # not this
  ignored = nested
[ work ]   ; the other
AWS_ACCESS_KEY_ID = WORK
aws_secret_access_key = work-secret
aws_session_token = work-token
[half]
aws_access_key_id = HALF
[both]
aws_access_key_id = BOTH
aws_secret_access_key = both-secret
`
const CONFIG = `
[default]
region = eu-north-1
[profile default]
region = eu-central-1
[profile work]
region = us-gov-west-1
sso_region = never
[profile inconfig]
aws_access_key_id = INCONFIG
aws_secret_access_key = inconfig-secret
[profile role]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = default
[profile both]
role_arn = arn:aws:iam::111122223333:role/x
[profile sso]
sso_session = corp
[sso-session corp]
sso_region = eu-west-1
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-'))
  files = { AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'), AWS_CONFIG_FILE: join(folder, 'config') }
  writeFileSync(files.AWS_SHARED_CREDENTIALS_FILE, CREDENTIALS)
  writeFileSync(files.AWS_CONFIG_FILE, CONFIG.replaceAll('\n', '\r\n'))
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

type Variables = Record<string, string>

function read(variables: Variables, overrides: Partial<AwsConfig> = {}): AwsConfig {
  return readEnvironment(overrides, { ...files, ...variables })
}

function refusal(variables: Variables): KmsError {
  try {
    read(variables)
  } catch (error) {
    if (error instanceof KmsError) return error
    throw error
  }
  throw new Error('the environment was accepted')
}

const keys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'env-secret' }

describe('environment variables', () => {
  it('give region and credentials', () => {
    expect(read({ ...keys, AWS_SESSION_TOKEN: 'env-token', AWS_REGION: 'ap-south-1' })).toEqual({
      region: 'ap-south-1',
      credentials: { accessKeyId: 'ENV', secretAccessKey: 'env-secret', sessionToken: 'env-token' },
      fips: false,
      dualStack: false,
    })
  })

  it('AWS_REGION comes before AWS_DEFAULT_REGION, and both before the profile', () => {
    expect(read({ ...keys, AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }).region).toBe('a')
    expect(read({ ...keys, AWS_DEFAULT_REGION: 'b' }).region).toBe('b')
    expect(read(keys).region).toBe('eu-central-1')
  })

  it('that are empty count as not set', () => {
    const config = read({ AWS_REGION: '', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '' })
    expect(config).toMatchObject({ region: 'eu-central-1', credentials: { accessKeyId: 'DEFAULT' } })
    expect(read({ ...keys, AWS_SESSION_TOKEN: '' }).credentials).toEqual({
      accessKeyId: 'ENV',
      secretAccessKey: 'env-secret',
    })
  })

  it('come before the profile, and are not mixed with it', () => {
    expect(read({ ...keys, AWS_PROFILE: 'work' })).toMatchObject({
      region: 'us-gov-west-1',
      credentials: { accessKeyId: 'ENV', secretAccessKey: 'env-secret', sessionToken: undefined },
    })
  })

  it('choose the endpoint', () => {
    expect(read({ ...keys, AWS_ENDPOINT_URL: 'http://a' }).endpoint).toBe('http://a')
    expect(read({ ...keys, AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_KMS: 'http://b' }).endpoint).toBe('http://b')
    expect(read({ ...keys, AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'TRUE' })).toMatchObject({
      fips: true,
      dualStack: true,
    })
  })
})

describe('profiles', () => {
  it('are read from both files', () => {
    expect(read({}).credentials).toEqual({ accessKeyId: 'DEFAULT', secretAccessKey: 'a=b#c;d/e+f==' })
    expect(read({ AWS_PROFILE: 'work' })).toMatchObject({
      region: 'us-gov-west-1',
      credentials: { accessKeyId: 'WORK', secretAccessKey: 'work-secret', sessionToken: 'work-token' },
    })
    expect(read({ AWS_PROFILE: 'inconfig', AWS_REGION: 'r' }).credentials).toMatchObject({ accessKeyId: 'INCONFIG' })
  })

  it('are not read when nothing is wanted of them', () => {
    const nowhere = { AWS_SHARED_CREDENTIALS_FILE: folder, AWS_CONFIG_FILE: folder }
    expect(read({ ...keys, ...nowhere, AWS_REGION: 'r' }).region).toBe('r')
    expect(refusal(nowhere).message).toMatch(/cannot be read: EISDIR/)
  })

  it('of files that do not exist are empty', () => {
    const error = refusal({ AWS_SHARED_CREDENTIALS_FILE: '/nowhere/a', AWS_CONFIG_FILE: '/nowhere/b', AWS_REGION: 'r' })
    expect(error.message).toContain('/nowhere/a and /nowhere/b')
  })
})

describe('what is missing is named', () => {
  it.each<[string, Variables, string, RegExp]>([
    ['the region', { ...keys, AWS_PROFILE: 'none' }, 'region', /AWS_REGION.*profile "none"/],
    [
      'everything',
      { AWS_REGION: 'r', AWS_PROFILE: 'none' },
      'credentials',
      /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
    ],
    [
      'half of the variables',
      { AWS_REGION: 'r', AWS_ACCESS_KEY_ID: 'ENV' },
      'credentials.secretAccessKey',
      /AWS_SECRET_ACCESS_KEY is not/,
    ],
    [
      'the other half',
      { AWS_REGION: 'r', AWS_SECRET_ACCESS_KEY: 'env-secret' },
      'credentials.accessKeyId',
      /AWS_ACCESS_KEY_ID is not/,
    ],
    ['half of a profile', { AWS_REGION: 'r', AWS_PROFILE: 'half' }, 'credentials', /no aws_secret_access_key/],
    ['a role', { AWS_REGION: 'r', AWS_PROFILE: 'role' }, 'credentials', /uses role_arn.*credential-providers/],
    ['a role beside keys', { AWS_REGION: 'r', AWS_PROFILE: 'both' }, 'credentials', /uses role_arn/],
    ['single sign-on', { AWS_REGION: 'r', AWS_PROFILE: 'sso' }, 'credentials', /uses sso_session/],
  ])('%s', (_name, variables, field, message) => {
    const error = refusal(variables)
    expect(error).toMatchObject({ code: 'InvalidInput', provider: 'aws', operation: 'configure', field })
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('env-secret')
  })
})

describe('fromEnv', () => {
  it('makes a provider from the process’s environment, which overrides beat', () => {
    vi.stubEnv('AWS_REGION', 'eu-west-3')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ENV')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'env-secret')
    vi.stubEnv('AWS_ENDPOINT_URL', '')
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', '')
    expect(fromEnv().raw('ListKeys', {}).url).toBe('https://kms.eu-west-3.amazonaws.com/')
    expect(fromEnv({ region: 'eu-west-2' }).raw('ListKeys', {}).url).toBe('https://kms.eu-west-2.amazonaws.com/')
    const endpoint = 'http://127.0.0.1:4580'
    expect(fromEnv({ endpoint }).raw('ListKeys', {}).url).toBe(`${endpoint}/`)
  })

  it('needs no credentials in the environment when they are given', () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'half only')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '')
    const provider = fromEnv({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } })
    expect(provider.id).toBe('aws')
  })
})
