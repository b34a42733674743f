import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import {
  type AlibabaParameters,
  alibabaWire,
  alibabaWireTester,
  replyOf,
  signedV1,
  signedV3,
} from '../support/alibaba-wire.ts'

// The order of checks, the envelope of errors, formats, faults, and what the kernel promises of every cloud.

const bench = (options: Parameters<typeof createAlibabaSimulator>[0] = {}) => {
  const simulator = createAlibabaSimulator(options)
  const call = alibabaWire(simulator.fetch)
  return { simulator, call, ...alibabaWireTester(call) }
}
const TEXT = 'SGVsbG8gd29ybGQ='

describe('the checks of an action', () => {
  /** Each step mends what the one before was refused for. */
  const steps = async (
    action: string,
    refuses: ReturnType<typeof bench>['refuses'],
    ...refusals: readonly [number, string, AlibabaParameters][]
  ) => {
    let input: AlibabaParameters = {}
    for (const [status, code, mended] of refusals) {
      input = { ...input, ...mended }
      await refuses(action, input, status, code)
    }
  }

  it('come in one order for CreateAlias', async () => {
    const { simulator, refuses } = bench({ limits: { aliases: 0 } })
    const deleting = simulator.control.putKey({ state: 'PendingDeletion' }).keyId
    const enabled = simulator.control.putKey({}).keyId
    await steps(
      'CreateAlias',
      refuses,
      [400, 'MissingParameter', { AliasName: 'no prefix' }],
      [400, 'InvalidParameter', { KeyId: 'alias/none' }],
      [400, 'Unsupported.Alias', { AliasName: 'alias/a' }],
      [404, 'Forbidden.KeyNotFound', { KeyId: 'none' }],
      [409, 'Rejected.StateModifiedFailed', { KeyId: deleting }],
      [400, 'Rejected.LimitExceeded', { KeyId: enabled }],
    )
  })

  it('come in one order for AsymmetricDecrypt', async () => {
    const { simulator, refuses, versionsOf } = bench()
    const put = async (state: string, usage: string) => {
      const { keyId: KeyId } = simulator.control.putKey({ spec: 'RSA_2048', state, usage })
      return { KeyId, KeyVersionId: (await versionsOf(KeyId))[0] ?? '' }
    }
    await steps(
      'AsymmetricDecrypt',
      refuses,
      [400, 'MissingParameter', { KeyId: 'alias/none', Algorithm: 'x', CiphertextBlob: TEXT }],
      [400, 'InvalidParameter', { KeyVersionId: 'none' }],
      [404, 'Forbidden.AliasNotFound', { Algorithm: 'RSAES_OAEP_SHA_256' }],
      [404, 'Forbidden.KeyVersionNotFound', { ...(await put('Disabled', 'SIGN/VERIFY')), KeyVersionId: 'none' }],
      [409, 'Rejected.Disabled', await put('Disabled', 'SIGN/VERIFY')],
      [400, 'Rejected.UnsupportedOperation', await put('Enabled', 'SIGN/VERIFY')],
      [400, 'InvalidParameter', await put('Enabled', 'ENCRYPT/DECRYPT')],
    )
  })

  it('come in one order for ImportKeyMaterial, with the origin before the state', async () => {
    const { simulator, refuses } = bench()
    const put = (state: string, origin: string) => ({ KeyId: simulator.control.putKey({ state, origin }).keyId })
    await steps(
      'ImportKeyMaterial',
      refuses,
      [400, 'MissingParameter', { KeyId: 'none', EncryptedKeyMaterial: '?' }],
      [400, 'InvalidParameter', { ImportToken: 'token' }],
      [404, 'Forbidden.KeyNotFound', { EncryptedKeyMaterial: TEXT }],
      [400, 'Unsupported.Origin', put('PendingDeletion', 'Aliyun_KMS')],
      [409, 'Rejected.StateModifiedFailed', put('PendingDeletion', 'EXTERNAL')],
      [400, 'InvalidImportToken', put('PendingImport', 'EXTERNAL')],
    )
  })

  it('name the first missing parameter', async () => {
    const { refuses } = bench()
    const missing = (action: string, input: AlibabaParameters, name: string) =>
      refuses(action, input, 400, 'MissingParameter', `The parameter "${name}" is needed but not provided.`)
    await missing('DescribeKey', {}, 'KeyId')
    await missing('DescribeKey', { KeyId: '' }, 'KeyId')
    await missing('Encrypt', { KeyId: 'k' }, 'Plaintext')
    await missing('UpdateRotationPolicy', { KeyId: 'k', EnableAutomaticRotation: true }, 'RotationInterval')
  })

  it('ignore parameters that nobody declared', async () => {
    const { succeeds } = bench()
    await succeeds('ListKeys', { RegionId: 'cn-hangzhou', Anything: 'x' })
  })
})

describe('an error', () => {
  it("has the gateway's members, the same id in header and body, and its status", async () => {
    const { call } = bench()
    const { status, headers, body } = await call('DescribeKey', { KeyId: 'none' })
    const RequestId = headers.get('x-acs-request-id')
    expect(status).toBe(404)
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8')
    expect(body).toEqual({
      RequestId,
      HostId: 'kms.cn-hangzhou.aliyuncs.com',
      Code: 'Forbidden.KeyNotFound',
      Message: 'The specified Key is not found.',
      Recommend: `https://api.aliyun.com/troubleshoot?q=Forbidden.KeyNotFound&product=Kms&requestId=${RequestId}`,
    })
  })

  it('is XML where XML was asked for', async () => {
    const { simulator } = bench()
    const v1 = await replyOf(await simulator.fetch(signedV1('DescribeKey', { KeyId: '<none>', Format: 'xml' })))
    const v3 = signedV3('DescribeKey', { KeyId: '<none>' }, { headers: { accept: 'application/xml' } })
    for (const { status, headers, text } of [v1, await replyOf(await simulator.fetch(v3))]) {
      expect(status).toBe(404)
      expect(headers.get('content-type')).toBe('text/xml;charset=utf-8')
      expect(text).toMatch(/^<KMS><RequestId>[0-9a-f-]{36}<\/RequestId><HostId>.*<Code>Forbidden.KeyNotFound<\/Code>/)
    }
  })
})

describe('a reply in XML', () => {
  it('repeats the element of a list and escapes text', async () => {
    const { simulator, createKey, succeeds } = bench()
    const KeyId = await createKey({ Description: 'a<b>&c' })
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/a' })
    await succeeds('CreateAlias', { KeyId, AliasName: 'alias/b' })
    const xml = async (action: string, input: Record<string, string>) =>
      (await replyOf(await simulator.fetch(signedV1(action, { ...input, Format: 'XML' })))).text
    expect(await xml('DescribeKey', { KeyId })).toContain('<Description>a&lt;b&gt;&amp;c</Description>')
    expect(await xml('ListAliases', {})).toMatch(
      /<Aliases><Alias><AliasName>alias\/a<\/AliasName>.*<\/Alias><Alias><AliasName>alias\/b<\/AliasName>.*<\/Alias><\/Aliases><\/KMS>$/,
    )
  })
})

describe('faults', () => {
  it.each([
    ['throttle', 429, 'Rejected.Throttling', 'QPS Limit Exceeded'],
    ['server-error', 500, 'InternalFailure', 'Internal Failure.'],
    ['expired-token', 400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.'],
  ] as const)("%s comes in Alibaba's envelope", async (kind, status, code, text) => {
    const { simulator, refuses, succeeds } = bench()
    simulator.control.faults.add({ kind, action: 'ListKeys', count: 1 })
    await succeeds('ListAliases')
    await refuses('ListKeys', {}, status, code, text)
    await succeeds('ListKeys')
  })

  it('after the effect leaves the effect', async () => {
    const { simulator, refuses, stateOf, createKey } = bench()
    const KeyId = await createKey()
    simulator.control.faults.add({ kind: 'server-error', effect: 'after', action: 'DisableKey' })
    await refuses('DisableKey', { KeyId }, 500, 'InternalFailure')
    expect(await stateOf(KeyId)).toBe('Disabled')
  })

  it('a body over the limit is not parsed', async () => {
    const { call } = bench({ bodyLimitBytes: 1_000 })
    const reply = await call('Encrypt', { KeyId: 'k', Plaintext: 'x'.repeat(2_000) }, { inBody: 'all' })
    expect(reply).toMatchObject({ status: 400, body: { Code: 'ParseRequestParameterException' } })
  })
})

describe('a simulator', () => {
  it('lets reads lag behind a change', async () => {
    const { simulator, createKey, succeeds, stateOf } = bench()
    const KeyId = await createKey()
    simulator.control.lag({ calls: 2 })
    await succeeds('DisableKey', { KeyId })
    expect([await stateOf(KeyId), await stateOf(KeyId), await stateOf(KeyId)]).toEqual([
      'Enabled',
      'Enabled',
      'Disabled',
    ])
  })

  it('repeats itself under a seed, and after a reset', async () => {
    const now = () => Date.parse('2026-03-01T12:00:00Z')
    const run = async ({ createKey, versionsOf }: ReturnType<typeof bench>) => versionsOf(await createKey())
    const caller = { timestamp: '2026-03-01T12:00:00Z' }
    const seeded = () => {
      const simulator = createAlibabaSimulator({ now, seed: 7 })
      const call = alibabaWire(simulator.fetch, caller)
      return { simulator, call, ...alibabaWireTester(call) }
    }
    const [one, two] = [seeded(), seeded()]
    const first = await run(one)
    expect(await run(two)).toEqual(first)
    one.simulator.control.reset()
    expect(await one.succeeds('ListKeys')).toMatchObject({ TotalCount: 0 })
  })

  it('logs action, region, caller, key and outcome, and no secret', async () => {
    const { simulator, createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    await succeeds('Encrypt', { KeyId, Plaintext: TEXT })
    await refuses('Encrypt', { KeyId: 'alias/none', Plaintext: TEXT }, 404, 'Forbidden.AliasNotFound')
    const common = { cloud: 'alibaba', region: 'cn-hangzhou', accessKeyId: 'test' }
    expect(simulator.calls()).toMatchObject([
      { ...common, action: 'CreateKey', status: 200, keyId: KeyId },
      { ...common, action: 'Encrypt', status: 200, keyId: KeyId },
      { ...common, action: 'Encrypt', status: 404, errorCode: 'Forbidden.AliasNotFound' },
    ])
    expect(simulator.calls()[2]).not.toHaveProperty('keyId')
    expect(JSON.stringify(simulator.calls())).not.toContain(TEXT)
  })

  it('refuses to put a key that Alibaba Cloud has no word for', () => {
    const { simulator } = bench()
    for (const input of [
      { spec: 'RSA_4096' },
      { state: 'Creating' },
      { origin: 'KEY_STORE' },
      { spec: 'EC_P256', usage: 'ENCRYPT_DECRYPT' },
    ])
      expect(() => simulator.control.putKey(input)).toThrow(TypeError)
  })

  it('puts a key that is there already into another state, with its material and all else it has', async () => {
    const { simulator, createKey, describe: metadataOf, succeeds } = bench()
    const KeyId = await createKey({ Description: 'kept' })
    const { CiphertextBlob } = await succeeds('Encrypt', { KeyId, Plaintext: TEXT })
    const before = await metadataOf(KeyId)
    simulator.control.putKey({ keyId: KeyId, state: 'Unavailable' })
    expect(await metadataOf(KeyId)).toEqual({ ...before, KeyState: 'Unavailable' })
    simulator.control.putKey({ keyId: KeyId, state: 'PendingDeletion', pendingDays: 9 })
    expect((await metadataOf(KeyId))['DeleteDate']).not.toBe('')
    simulator.control.putKey({ keyId: KeyId, state: 'Enabled' })
    expect(await metadataOf(KeyId)).toEqual(before)
    expect(await succeeds('Decrypt', { CiphertextBlob: String(CiphertextBlob) })).toMatchObject({ Plaintext: TEXT })
  })

  it('puts keys by the portable names, too', async () => {
    const { simulator, describe: metadataOf } = bench()
    const { keyId, arn } = simulator.control.putKey({ spec: 'AES_256', origin: 'PROVIDER', usage: 'ENCRYPT_DECRYPT' })
    expect(arn).toBe(`acs:kms:cn-hangzhou:000000000000:key/${keyId}`)
    expect(await metadataOf(keyId)).toMatchObject({ KeySpec: 'Aliyun_AES_256', Origin: 'Aliyun_KMS' })
  })
})
