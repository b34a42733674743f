import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRecorder } from '../../../conformance/targets/recording.ts'
import type { WireRequest, WireResponse } from '../../../src/wire.ts'

interface Known {
  readonly bytes: Uint8Array
  readonly key: string
  readonly account: string
  readonly token: string
}

interface Dialect {
  readonly name: string
  request(known: Known): WireRequest
  /** The reply of a call that is accepted. */
  reply(known: Known): Record<string, unknown>
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const sigv4 = (token: string) =>
  `AWS4-HMAC-SHA256 Credential=${token}/20260101/x, SignedHeaders=host, Signature=${token}`

const json =
  (target: string): Dialect['request'] =>
  ({ bytes, key, token }) => ({
    method: 'POST',
    url: 'https://kms.us-east-1.amazonaws.com/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      'x-amz-security-token': token,
      authorization: sigv4(token),
    },
    body: JSON.stringify({ KeyId: key, Plaintext: base64(bytes), EncryptionContext: { [token]: base64(bytes) } }),
  })

const v1 =
  (host: string): Dialect['request'] =>
  ({ bytes, key, account, token }) => ({
    method: 'POST',
    url: `https://kms.${host}/v1.0/${account}/kms/${key}/tags/${token}?key_id=${key}`,
    headers: { 'content-type': 'application/json', 'x-auth-token': token, 'x-project-id': account },
    body: JSON.stringify({ key_id: key, plain_text: hex(bytes), tag: { key: token, value: token } }),
  })

const aws = ({ key, account }: Known) => `arn:aws:kms:us-east-1:${account}:key/${key}`

const dialects: readonly Dialect[] = [
  {
    name: 'aws',
    request: json('TrentService.Encrypt'),
    reply: (known) => ({ KeyId: aws(known), CiphertextBlob: base64(known.bytes), KeyState: 'Enabled' }),
  },
  {
    name: 'quilibrium',
    request: json('QKMS.Encrypt'),
    reply: (known) => ({ KeyId: `arn:verenc:${known.account}:key/${known.key}`, KeyState: 'ENABLED' }),
  },
  {
    name: 'alibaba',
    request: ({ bytes, key, token }) => ({
      method: 'POST',
      url: `https://kms.cn-hangzhou.aliyuncs.com/?Action=Encrypt&Signature=${encodeURIComponent(token)}&SecurityToken=${token}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-acs-action': 'Encrypt' },
      body: new URLSearchParams({ KeyId: key, Plaintext: base64(bytes), 'Tag.1.Value': token }).toString(),
    }),
    reply: ({ key, account, bytes }) => ({
      RequestId: key,
      CiphertextBlob: base64(bytes),
      KeyMetadata: { Arn: `acs:kms:cn-hangzhou:${account}:key/${key}`, Creator: account, KeyState: 'Enabled' },
    }),
  },
  {
    name: 'huawei',
    request: v1('cn-north-4.myhuaweicloud.com'),
    reply: ({ key, account, bytes }) => ({
      key_info: { key_id: key, domain_id: account, key_state: '2' },
      plain_text: hex(bytes),
    }),
  },
  {
    name: 'otc',
    request: v1('eu-de.otc.t-systems.com'),
    reply: ({ key, bytes }) => ({ key_id: key, data_key: hex(bytes), key_state: '2' }),
  },
]

/** Every way in which a server that means harm, or is careless, could hand back what it got. */
const echoes: Readonly<Record<string, (reply: Record<string, unknown>, echo: string) => Record<string, unknown>>> = {
  'in no place': (reply) => reply,
  'as the state': (reply, echo) => ({ ...reply, KeyState: echo, key_state: echo }),
  'as a field of its own': (reply, echo) => ({ ...reply, debug: echo, nested: { deep: [echo] } }),
  'as the name of a field': (reply, echo) => ({ ...reply, [echo]: 1, KeyMetadata: { [echo]: 'x' } }),
  'in its words': (reply, echo) => ({ ...reply, message: `no ${echo} here`, error_msg: `"${echo}"`, Message: echo }),
  'as its code': (reply, echo) => ({
    ...reply,
    __type: `a#${echo}`,
    Code: echo,
    error_code: echo,
    error: { error_code: echo },
  }),
  'inside a word': (reply, echo) => ({ ...reply, Origin: `x${echo}x`, KeySpec: [`${echo}`] }),
}

/** Long enough that it cannot be there by chance. */
const known = fc.record({
  bytes: fc.uint8Array({ minLength: 9, maxLength: 80 }),
  key: fc.uuid(),
  account: fc.stringMatching(/^[1-9][0-9]{11}$/),
  token: fc.stringMatching(/^[A-Za-z0-9]{18,40}$/).filter((text) => /\d/.test(text) && /[A-Za-z]/.test(text)),
})

async function told(request: WireRequest, reply: WireResponse): Promise<string> {
  const recorder = createRecorder()
  recorder.enter('call')
  const transport = recorder.around(async () => reply)
  await transport(request, new AbortController().signal)
  return JSON.stringify(recorder.exchanges())
}

describe('what is written down of an exchange', () => {
  describe.each(dialects)('with $name', ({ request, reply }) => {
    test.each(Object.entries(echoes))('holds no secret and no id that comes back %s', async (_, echo) => {
      const form = fc.constantFrom(
        base64,
        hex,
        (bytes: Uint8Array) => hex(bytes).toUpperCase(),
        (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url'),
      )
      await fc.assert(
        fc.asyncProperty(known, form, fc.constantFrom(200, 400, 500), async (facts, as, status) => {
          for (const one of [as(facts.bytes), facts.token, facts.key, facts.account]) {
            const body = JSON.stringify(echo(reply(facts), one))
            const text = await told(request(facts), { status, headers: { 'x-request-id': facts.key }, body })
            const secrets = [
              base64(facts.bytes),
              hex(facts.bytes),
              as(facts.bytes),
              facts.token,
              facts.key,
              facts.account,
            ]
            expect(secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))).toEqual([])
          }
        }),
        { numRuns: 25 },
      )
    })
  })

  test('keeps states, specs, codes and statuses, and tells one id from another', async () => {
    const request = json('TrentService.ReEncrypt')({
      bytes: new Uint8Array(9),
      key: 'aaaa-1111',
      account: '',
      token: 'x',
    })
    const body = {
      KeyId: 'aaaa-1111',
      SourceKeyId: 'bbbb-2222',
      KeyMetadata: { KeyState: 'Enabled', KeySpec: 'RSA_2048', CreationDate: 1.7e9 },
    }
    const text = await told(request, { status: 200, headers: {}, body: JSON.stringify(body) })
    const [{ sent, answered }] = JSON.parse(text)
    expect(sent).toContain('x-amz-target: TrentService.ReEncrypt')
    expect(JSON.parse(answered.split('\n\n')[1])).toEqual({
      KeyId: 'key#1',
      SourceKeyId: 'key#2',
      KeyMetadata: { KeyState: 'Enabled', KeySpec: 'RSA_2048', CreationDate: '‹time›' },
    })
  })

  test('counts looks at a key, and tells a call that got no answer', async () => {
    const recorder = createRecorder()
    const request = json('TrentService.DescribeKey')({ bytes: new Uint8Array(9), key: 'k', account: '', token: 'x' })
    const transport = recorder.around(async () => ({ status: 200, headers: {}, body: '' }))
    const signal = new AbortController().signal
    for (let look = 0; look < 3; look += 1) await transport(request, signal)
    recorder.enter('call')
    const cut = recorder.around(() => Promise.reject(new Error('cut')))
    await expect(cut(request, signal)).rejects.toThrow('cut')
    expect(recorder.exchanges()).toMatchObject([
      { step: 'arrange', action: 'DescribeKey', status: 200, times: 3 },
      { step: 'call', action: 'DescribeKey', status: 0, times: 1 },
    ])
    recorder.begin()
    expect(recorder.exchanges()).toEqual([])
  })

  test('begins every case with references of its own', async () => {
    const recorder = createRecorder()
    const transport = recorder.around(async () => ({ status: 200, headers: {}, body: '' }))
    const ask = (key: string) =>
      transport(
        json('T.DescribeKey')({ bytes: new Uint8Array(9), key, account: '', token: 'x' }),
        new AbortController().signal,
      )
    await ask('first-key')
    expect(recorder.clean('first-key')).toBe('key#1')
    recorder.begin()
    await ask('second-key')
    expect(recorder.clean('second-key')).toBe('key#1')
  })
})
