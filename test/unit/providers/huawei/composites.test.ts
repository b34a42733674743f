import { describe, expect, it } from 'vitest'
import { huawei } from '../../../../providers/huawei/index.ts'
import { createClient, KmsError, type KmsErrorCode } from '../../../../src/index.ts'
import { huaweiService, KEY_ID, OTHER_KEY_ID, ok, PROJECT, refusal, takenApart } from './service.ts'

const created = { key_info: { key_id: KEY_ID, domain_id: 'd' } }
const described = { key_info: { key_id: KEY_ID, key_state: '2', key_spec: 'AES_256', origin: 'kms' } }
const TAGS = `POST /kms/${KEY_ID}/tags/action`

describe('creating a key', () => {
  it('describes it afterwards, because create-key tells no state', async () => {
    const { kms, calls } = huaweiService({ 'POST /kms/create-key': created, 'POST /kms/describe-key': described })
    expect(await kms.createKey({ name: 'orders' })).toMatchObject({ keyId: KEY_ID, state: 'Enabled', spec: 'AES_256' })
    expect(calls.map(({ action }) => action)).toEqual(['POST /kms/create-key', 'POST /kms/describe-key'])
  })

  it('tags it in a request of its own, and sends none for no tags', async () => {
    const replies = { 'POST /kms/create-key': created, 'POST /kms/describe-key': described, [TAGS]: {} }
    const tagged = huaweiService(replies)
    await tagged.kms.createKey({ tags: { env: 'test' } })
    expect(tagged.calls.map(({ action }) => action)).toEqual(['POST /kms/create-key', TAGS, 'POST /kms/describe-key'])
    expect(tagged.calls[1]?.body).toEqual({ action: 'create', tags: [{ key: 'env', value: 'test' }] })
  })

  it.each<[string, Parameters<typeof huaweiService>[0], KmsErrorCode, number]>([
    ['tagging is refused', { [TAGS]: refusal(400, 'KMS.0409') }, 'QuotaExceeded', 2],
    ['describing is refused', { [TAGS]: {}, 'POST /kms/describe-key': refusal(403, 'KMS.0306') }, 'AccessDenied', 3],
    ['the description cannot be read', { [TAGS]: {}, 'POST /kms/describe-key': {} }, 'InvalidResponse', 3],
  ])('names the new key when %s', async (_what, replies, code, attempts) => {
    const { kms } = huaweiService({ 'POST /kms/create-key': created, ...replies })
    const error = await kms.createKey({ tags: { env: 'test' } }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(KmsError)
    expect(error).toMatchObject({ code, keyId: KEY_ID, operation: 'createKey', attempts })
  })

  it('names no key when there is none', async () => {
    const { kms } = huaweiService({ 'POST /kms/create-key': refusal(400, 'KMS.1104') })
    const error = await kms.createKey({ name: 'taken' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'AlreadyExists', keyId: undefined })
  })
})

describe('deleting an alias', () => {
  const page = (alias: string, keyId: string, marker?: string) => ({
    aliases: [{ alias, key_id: keyId }],
    page_info: { next_marker: marker ?? '', current_count: 1 },
  })

  it('looks for its key page by page, because the request names both', async () => {
    const { kms, calls } = huaweiService({
      'GET /kms/aliases': page('alias/other', OTHER_KEY_ID, '1'),
      'GET /kms/aliases?marker=1': page('alias/orders', KEY_ID),
      'DELETE /kms/aliases': { status: 204, headers: {}, body: '' },
    })
    expect(await kms.deleteAlias({ alias: 'alias/orders' })).toEqual({})
    expect(calls.at(-1)).toMatchObject({
      action: 'DELETE /kms/aliases',
      body: { key_id: KEY_ID, aliases: ['alias/orders'] },
    })
  })

  it('says that there is none when no page has it', async () => {
    const { kms, calls } = huaweiService({ 'GET /kms/aliases': page('alias/other', OTHER_KEY_ID) })
    await expect(kms.deleteAlias({ alias: 'alias/orders' })).rejects.toMatchObject({ code: 'AliasNotFound' })
    expect(calls).toHaveLength(1)
  })
})

describe('switching rotation on', () => {
  it('sets the period in a second request', async () => {
    const { kms, calls } = huaweiService({
      'POST /kms/enable-key-rotation': {},
      'POST /kms/update-key-rotation-interval': {},
    })
    expect(await kms.enableKeyRotation({ keyId: KEY_ID })).toEqual({})
    expect(await kms.enableKeyRotation({ keyId: KEY_ID, periodDays: 90 })).toEqual({})
    expect(calls.map(({ action, body }) => [action, body])).toEqual([
      ['POST /kms/enable-key-rotation', { key_id: KEY_ID }],
      ['POST /kms/enable-key-rotation', { key_id: KEY_ID }],
      ['POST /kms/update-key-rotation-interval', { key_id: KEY_ID, rotation_interval: 90 }],
    ])
  })

  it('sets no period when it was on already', async () => {
    const { kms, calls } = huaweiService({ 'POST /kms/enable-key-rotation': refusal(400, 'KMS.2901') })
    const refused = kms.enableKeyRotation({ keyId: KEY_ID, periodDays: 90 })
    await expect(refused).rejects.toMatchObject({ code: 'Conflict', providerCode: 'KMS.2901' })
    expect(calls).toHaveLength(1)
  })
})

describe('taking tags away', () => {
  it('is one request per tag, and stops at the first that fails', async () => {
    const { kms, calls } = huaweiService({
      [`DELETE /kms/${KEY_ID}/tags/a`]: {},
      [`DELETE /kms/${KEY_ID}/tags/b`]: refusal(404, 'KMS.0416'),
    })
    const refused = kms.untagKey({ keyId: KEY_ID, tagKeys: ['a', 'b', 'c'] })
    await expect(refused).rejects.toMatchObject({ code: 'NotFound', attempts: 2 })
    expect(calls).toHaveLength(2)
  })
})

describe('a request that this cloud refuses the second time', () => {
  const provider = huawei({ region: 'cn-north-4', projectId: PROJECT, credentials: { token: 't' } })
  const unavailable = { status: 503, headers: {}, body: '{"error":{"error_code":"KMS.0104","error_msg":"x"}}' }

  /** How often a call goes out when every answer is that the service is unavailable. */
  async function sentAgain(invoke: (kms: ReturnType<typeof createClient>) => Promise<unknown>): Promise<number> {
    let sent = 0
    const transport = async () => {
      sent += 1
      return unavailable
    }
    await expect(invoke(createClient(provider, { transport, retries: 1 }))).rejects.toMatchObject({
      code: 'ServiceUnavailable',
    })
    return sent
  }

  it('is not sent again after an unclear failure, unless its name is unique', async () => {
    const keyId = KEY_ID
    expect(await sentAgain((kms) => kms.describeKey({ keyId }))).toBe(2)
    expect(await sentAgain((kms) => kms.updateKeyName({ keyId, name: 'x' }))).toBe(2)
    expect(await sentAgain((kms) => kms.tagKey({ keyId, tags: { a: 'b' } }))).toBe(2)
    expect(await sentAgain((kms) => kms.enableKey({ keyId }))).toBe(1)
    expect(await sentAgain((kms) => kms.disableKey({ keyId }))).toBe(1)
    expect(await sentAgain((kms) => kms.cancelKeyDeletion({ keyId }))).toBe(1)
    expect(await sentAgain((kms) => kms.scheduleKeyDeletion({ keyId }))).toBe(1)
    expect(await sentAgain((kms) => kms.deleteKeyMaterial({ keyId }))).toBe(1)
    expect(await sentAgain((kms) => kms.enableKeyRotation({ keyId }))).toBe(1)
    expect(await sentAgain((kms) => kms.disableKeyRotation({ keyId }))).toBe(1)
    expect(await sentAgain((kms) => kms.untagKey({ keyId, tagKeys: ['a'] }))).toBe(1)
    // Its name is unique: the key is asked for twice, then twice looked for by its name.
    expect(await sentAgain((kms) => kms.createKey({ name: 'x' }))).toBe(4)
  })

  it('is sent again after throttling, which did nothing', async () => {
    const replies = [
      { status: 429, headers: {}, body: '{"error_code":"APIGW.0308","error_msg":"x","request_id":"r"}' },
      ok({ key_info: { key_id: KEY_ID, key_state: '2' } }),
    ]
    const actions: string[] = []
    const kms = createClient(provider, {
      transport: async (request) => {
        actions.push(takenApart(request).action)
        return replies.shift() ?? unavailable
      },
    })
    expect(await kms.enableKey({ keyId: KEY_ID })).toEqual({ keyId: KEY_ID, state: 'Enabled' })
    expect(actions).toEqual(['POST /kms/enable-key', 'POST /kms/enable-key'])
  })
})
