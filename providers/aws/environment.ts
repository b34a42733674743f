import type { KmsError } from '../../src/errors.ts'
import { notInEnvironment } from '../shared/config.ts'
import type { AwsConfig, AwsCredentials } from './config.ts'
import { type Profile, readProfile } from './profile.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The configuration that the environment gives. Variables beat the profile, and are not mixed with it.
 *
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
export function readEnvironment(overrides: Partial<AwsConfig>, env: Environment): AwsConfig {
  let profile: Profile | undefined
  const profileOnce = () => {
    profile ??= readProfile(env)
    return profile
  }
  return {
    region: overrides.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || regionOf(profileOnce())),
    credentials: overrides.credentials ?? credentialsOf(env) ?? profileCredentials(profileOnce()),
    endpoint: overrides.endpoint ?? (env['AWS_ENDPOINT_URL_KMS'] || env['AWS_ENDPOINT_URL'] || undefined),
    fips: overrides.fips ?? isTrue(env['AWS_USE_FIPS_ENDPOINT']),
    dualStack: overrides.dualStack ?? isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']),
  }
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}

function regionOf({ name, settings, files }: Profile): string {
  const region = settings.get('region')
  if (region) return region
  throw missing('region', `set AWS_REGION, or region in the profile "${name}" (${files})`)
}

function credentialsOf(env: Environment): AwsCredentials | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId && !secretAccessKey) return undefined
  if (!accessKeyId) throw missing('credentials.accessKeyId', 'AWS_SECRET_ACCESS_KEY is set, AWS_ACCESS_KEY_ID is not')
  if (!secretAccessKey) {
    throw missing('credentials.secretAccessKey', 'AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not')
  }
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] || undefined }
}

/** Settings by which a profile gets credentials in a way that needs more than reading a file. */
const OTHER_WAYS = [
  'sso_session',
  'sso_start_url',
  'role_arn',
  'credential_process',
  'web_identity_token_file',
  'login_session',
]

function profileCredentials({ name, settings, files }: Profile): AwsCredentials {
  const accessKeyId = settings.get('aws_access_key_id')
  const secretAccessKey = settings.get('aws_secret_access_key')
  // Beside static keys the official tools disagree about which of the two counts; guessing would sign as somebody else.
  const other = OTHER_WAYS.find((setting) => settings.has(setting))
  if (other !== undefined) {
    throw missing(
      'credentials',
      `the profile "${name}" uses ${other}; give a function of @aws-sdk/credential-providers as credentials`,
    )
  }
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, sessionToken: settings.get('aws_session_token') || undefined }
  }
  const lacking = accessKeyId ? 'aws_secret_access_key' : 'aws_access_key_id'
  throw missing(
    'credentials',
    `set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; the profile "${name}" (${files}) has no ${lacking} either`,
  )
}

function missing(field: string, advice: string): KmsError {
  return notInEnvironment('aws', field, advice)
}
