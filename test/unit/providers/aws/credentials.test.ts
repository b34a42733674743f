import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as official from '@aws-sdk/credential-providers'
import { describe, expect, it, vi } from 'vitest'
import { type AwsConfig, type AwsCredentials, aws } from '../../../../providers/aws/index.ts'
import { fetchTransport } from '../../../../src/fetch-transport.ts'
import { createClient, type KmsClient } from '../../../../src/index.ts'

const startMs = Date.parse('2026-01-01T12:00:00Z')
const MINUTE = 60_000

interface World {
  readonly kms: KmsClient
  /** Access key ids of the requests, in order. */
  readonly used: string[]
  readonly clock: { nowMs: number }
}

/** A client at a service that accepts the access keys `accepts` lets pass. */
function world(credentials: AwsConfig['credentials'], accepts: (accessKeyId: string) => boolean = () => true): World {
  const clock = { nowMs: startMs }
  const used: string[] = []
  const transport = fetchTransport(async (request) => {
    const accessKeyId = /Credential=([^/]+)/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
    used.push(accessKeyId)
    const headers = { date: new Date(clock.nowMs).toUTCString() }
    return accepts(accessKeyId)
      ? new Response('{"Keys":[],"Truncated":false}', { headers })
      : new Response('{"__type":"ExpiredTokenException"}', { status: 400, headers })
  })
  const kms = createClient(aws({ region: 'eu-west-1', credentials }), { transport, now: () => clock.nowMs })
  return { kms, used, clock }
}

/** A source of numbered credentials that last for `lifetimeMs`. */
function numbered(clock: () => number, lifetimeMs?: number) {
  let count = 0
  return vi.fn(async (): Promise<AwsCredentials> => {
    count += 1
    const expiration = lifetimeMs === undefined ? undefined : new Date(clock() + lifetimeMs)
    return { accessKeyId: `KEY${count}`, secretAccessKey: 'secret', sessionToken: 'token', expiration }
  })
}

describe('credentials from a function', () => {
  it('are asked for once, and again five minutes before they expire', async () => {
    let nowMs = startMs
    const source = numbered(() => nowMs, 60 * MINUTE)
    const { kms, used, clock } = world(source)
    for (const minutes of [0, 10, 54, 56, 57, 200]) {
      nowMs = clock.nowMs = startMs + minutes * MINUTE
      await kms.listKeys({})
    }
    expect(used).toEqual(['KEY1', 'KEY1', 'KEY1', 'KEY2', 'KEY2', 'KEY3'])
    expect(source).toHaveBeenCalledTimes(3)
  })

  it('are renewed once for calls at the same time', async () => {
    const source = numbered(() => startMs, 60 * MINUTE)
    const { kms, used } = world(source)
    await Promise.all(Array.from({ length: 20 }, () => kms.listKeys({})))
    expect(source).toHaveBeenCalledTimes(1)
    expect(new Set(used)).toEqual(new Set(['KEY1']))
  })

  it('are renewed once when the service calls them expired, and the call goes on', async () => {
    const source = numbered(() => startMs, 60 * MINUTE)
    const { kms, used } = world(source, (accessKeyId) => accessKeyId === 'KEY2')
    await kms.listKeys({})
    expect(used).toEqual(['KEY1', 'KEY2'])
  })

  it('that stay expired end the call after one renewal', async () => {
    const source = numbered(() => startMs, 60 * MINUTE)
    const { kms, used } = world(source, () => false)
    await expect(kms.listKeys({})).rejects.toMatchObject({ code: 'CredentialsExpired', attempts: 2 })
    expect(used).toEqual(['KEY1', 'KEY2'])
  })

  it('that do not come are Unauthenticated, without the source’s own words', async () => {
    const { kms } = world(async () => Promise.reject(new Error('hunter2')))
    const error: unknown = await kms.listKeys({}).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'Unauthenticated', attempts: 0 })
    expect(String(error)).not.toContain('hunter2')
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'KEY'],
    ['no secret', { accessKeyId: 'KEY' }],
    ['an empty id', { accessKeyId: '', secretAccessKey: 's' }],
  ])('that are %s are Unauthenticated, and nothing is sent', async (_name, value) => {
    const { kms, used } = world(async () => value as AwsCredentials) // what JavaScript callers can do
    await expect(kms.listKeys({})).rejects.toMatchObject({ code: 'Unauthenticated', attempts: 0 })
    expect(used).toEqual([])
  })
})

describe('fixed credentials', () => {
  it('are used as they are; expired ones are tried once more and then reported', async () => {
    const { kms, used } = world({ accessKeyId: 'FIXED', secretAccessKey: 's' }, () => false)
    await expect(kms.listKeys({})).rejects.toMatchObject({ code: 'CredentialsExpired' })
    expect(used).toEqual(['FIXED', 'FIXED'])
  })
})

describe('the providers of @aws-sdk/credential-providers plug in unchanged', () => {
  it('fromIni and fromNodeProviderChain, over a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'polykms-'))
    try {
      const filepath = join(folder, 'credentials')
      const configFilepath = join(folder, 'config')
      await writeFile(filepath, '[work]\naws_access_key_id = INI\naws_secret_access_key = secret\n')
      await writeFile(configFilepath, '')
      const files = { filepath, configFilepath, profile: 'work' }
      const ini = world(official.fromIni(files))
      await ini.kms.listKeys({})
      expect(ini.used).toEqual(['INI'])
      const chain = world(official.fromNodeProviderChain(files))
      await chain.kms.listKeys({})
      expect(chain.used).toEqual(['INI'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('fromEnv', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ENV')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    vi.stubEnv('AWS_SESSION_TOKEN', 'token')
    try {
      const { kms, used } = world(official.fromEnv())
      await kms.listKeys({})
      expect(used).toEqual(['ENV'])
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it('those that ask a service fit the type', () => {
    const providers: readonly AwsConfig['credentials'][] = [
      official.fromTemporaryCredentials({ params: { RoleArn: 'arn:aws:iam::111122223333:role/x' } }),
      official.fromSSO({ profile: 'x' }),
      official.fromInstanceMetadata(),
      official.fromContainerMetadata(),
      official.fromProcess(),
      official.fromTokenFile(),
    ]
    for (const credentials of providers) {
      expect(aws({ region: 'eu-west-1', credentials }).id).toBe('aws')
    }
  })
})
