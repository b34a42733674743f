import { ListKeysCommand } from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { type AwsConfig, aws } from '../../../../providers/aws/index.ts'
import { KmsError } from '../../../../src/index.ts'
import { officialAwsRequest } from '../../../support/official-aws.ts'

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'hunter2hunter2' }

function urlOf(config: Partial<AwsConfig>): string {
  return aws({ region: 'eu-west-1', credentials, ...config }).raw('ListKeys', {}).url
}

/** The error of a configuration, given as a stranger might. */
function refusal(config: unknown): KmsError {
  try {
    aws(config as AwsConfig) // what JavaScript callers can do
  } catch (error) {
    if (error instanceof KmsError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

describe('endpoints', () => {
  const regions = [
    'us-east-1',
    'eu-west-1',
    'mx-central-1',
    'cn-north-1',
    'cn-northwest-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
    'eusc-de-east-1',
    'xx-future-1',
  ]
  const kinds = [
    { fips: false, dualStack: false },
    { fips: true, dualStack: false },
    { fips: false, dualStack: true },
    { fips: true, dualStack: true },
  ]
  it.each(regions)('are those of the official client in %s', async (region) => {
    for (const { fips, dualStack } of kinds) {
      const official = await officialAwsRequest(new ListKeysCommand({}), {
        region,
        useFipsEndpoint: fips,
        useDualstackEndpoint: dualStack,
      })
      expect(urlOf({ region, fips, dualStack })).toBe(official.url)
    }
  })

  it('are spelt as AWS documents them', () => {
    expect(urlOf({})).toBe('https://kms.eu-west-1.amazonaws.com/')
    expect(urlOf({ region: 'cn-north-1' })).toBe('https://kms.cn-north-1.amazonaws.com.cn/')
    expect(urlOf({ region: 'us-west-2', fips: true })).toBe('https://kms-fips.us-west-2.amazonaws.com/')
    expect(urlOf({ dualStack: true })).toBe('https://kms.eu-west-1.api.aws/')
  })

  it('can be any URL, used as it stands', () => {
    expect(urlOf({ endpoint: 'http://127.0.0.1:4580' })).toBe('http://127.0.0.1:4580/')
    expect(urlOf({ endpoint: 'http://localhost:4566/kms/' })).toBe('http://localhost:4566/kms/')
    expect(urlOf({ endpoint: 'https://vpce-1-a.kms.eu-west-1.vpce.amazonaws.com', fips: false })).toBe(
      'https://vpce-1-a.kms.eu-west-1.vpce.amazonaws.com/',
    )
  })
})

describe('a configuration is refused, naming the field,', () => {
  it.each<[string, unknown, string]>([
    ['without a region', { credentials }, 'region'],
    ['without a region, even with an endpoint', { credentials, endpoint: 'http://127.0.0.1:1' }, 'region'],
    ['with a region that is no host name', { region: 'eu-west-1.evil.example', credentials }, 'region'],
    ['with an empty region', { region: '', credentials }, 'region'],
    ['without credentials', { region: 'eu-west-1' }, 'credentials'],
    ['with credentials of another type', { region: 'eu-west-1', credentials: 'AKID' }, 'credentials'],
    [
      'without an access key id',
      { region: 'eu-west-1', credentials: { secretAccessKey: 's' } },
      'credentials.accessKeyId',
    ],
    [
      'with an empty secret',
      { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: '' } },
      'credentials.secretAccessKey',
    ],
    [
      'with a line break in a secret',
      { region: 'eu-west-1', credentials: { ...credentials, secretAccessKey: 'hunter2\n' } },
      'credentials.secretAccessKey',
    ],
    [
      'with a token that is no text',
      { region: 'eu-west-1', credentials: { ...credentials, sessionToken: 7 } },
      'credentials.sessionToken',
    ],
    ['with an endpoint that is no URL', { region: 'eu-west-1', credentials, endpoint: 'localhost:4580' }, 'endpoint'],
    ['with FIPS at a custom endpoint', { region: 'eu-west-1', credentials, endpoint: 'http://x', fips: true }, 'fips'],
    [
      'with dual stack at a custom endpoint',
      { region: 'eu-west-1', credentials, endpoint: 'http://x', dualStack: true },
      'dualStack',
    ],
    ['with an unknown option', { region: 'eu-west-1', credentials, profile: 'x' }, 'profile'],
    ['when it is none', undefined, ''],
  ])('%s', (_name, config, field) => {
    const error = refusal(config)
    expect(error).toMatchObject({ code: 'InvalidInput', provider: 'aws', operation: 'configure', field })
    expect(error.message).toContain(field)
    expect(error.message).not.toContain('hunter2')
  })

  it('but not for what the official credential providers add', () => {
    expect(
      urlOf({ credentials: { ...credentials, sessionToken: undefined, ...{ accountId: '1', $source: {} } } }),
    ).toBe('https://kms.eu-west-1.amazonaws.com/')
  })
})

describe('raw', () => {
  const provider = aws({ region: 'eu-west-1', credentials })

  it('is the action as X-Amz-Target and the parameters as they are', () => {
    expect(provider.raw('DescribeCustomKeyStores', { Limit: 1 })).toEqual({
      method: 'POST',
      url: 'https://kms.eu-west-1.amazonaws.com/',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.DescribeCustomKeyStores' },
      body: '{"Limit":1}',
    })
  })

  it.each(['', 'List Keys', 'ListKeys\r\nx: y', 'TrentService.ListKeys'])('refuses the action %j', (action) => {
    expect(() => provider.raw(action, {})).toThrow('action: must be the name of a KMS action')
  })
})
