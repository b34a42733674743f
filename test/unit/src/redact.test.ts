import { describe, expect, test } from 'vitest'
import { redact, secretHeaders, secretParameters } from '../../../src/redact.ts'

const secret = 'pa"ss wörd\n+/=?'
const buffer = Buffer.from(secret)

describe('redact', () => {
  test.each([
    ['as it is', secret],
    ['as base64', buffer.toString('base64')],
    ['as base64url', buffer.toString('base64url')],
    ['as hex', buffer.toString('hex')],
    ['as HEX', buffer.toString('hex').toUpperCase()],
    ['percent-encoded', encodeURIComponent(secret)],
    ['base64, percent-encoded', encodeURIComponent(buffer.toString('base64'))],
    ['base64, percent-encoded twice', encodeURIComponent(encodeURIComponent(buffer.toString('base64')))],
    ['as a JSON text quotes it', JSON.stringify({ secret })],
  ])('takes a secret out %s', (_how, form) => {
    for (const known of [
      secret,
      buffer,
      [secret],
      { Plaintext: secret },
      { deep: [{ bytes: new Uint8Array(buffer) }] },
    ]) {
      const clean = redact(`before ${form} after ${form}`, [known])
      expect(clean).not.toContain(form)
      expect(clean).toMatch(/^before .*\[redacted\].* after .*\[redacted\]/)
    }
  })

  test('takes a secret out of a text that is nothing but the secret', () => {
    for (const form of ['abcdef', btoa('abcdef'), '616263646566', Buffer.from('abcdef').toString('base64url')]) {
      expect(redact(form, ['abcdef'])).toBe('[redacted]')
    }
    expect(redact('6A6B6C6D', ['jklm'])).toBe('[redacted]')
  })

  test('takes all of several secrets out, the longer one first', () => {
    expect(redact('abcd abcdefgh', ['abcd', 'abcdefgh'])).toBe('[redacted] [redacted]')
  })

  test('takes a view of a larger buffer for what it shows', () => {
    const view = Buffer.from('xx secret xx').subarray(3, 9)
    expect(redact('a secret is here', [view])).toBe('a [redacted] is here')
  })

  test('does not blank what is everywhere by chance, nor stumble over what is no text', () => {
    expect(redact('a cat sat', ['a', '', 'at'])).toBe('a cat sat')
    expect(redact('text', [undefined, null, 7, true, new Uint8Array(0), []])).toBe('text')
    expect(redact('a lone surrogate', ['\ud800\ud800'])).toBe('a lone surrogate')
  })

  test('cuts long messages, but not before the secrets are out', () => {
    const message = `${'x'.repeat(498)}secret`
    const clean = redact(message, ['secret'])
    expect(clean).toBe(`${'x'.repeat(498)}[r…`)
    expect(redact('y'.repeat(500), [])).toHaveLength(500)
  })

  test('searches for no secret that is larger than the message, however large', () => {
    const startedMs = performance.now()
    const large = new Uint8Array(8 * 1024 * 1024).fill(65)
    for (let round = 0; round < 100; round += 1) expect(redact('short', [large])).toBe('short')
    expect(performance.now() - startedMs).toBeLessThan(500)
  })
})

test('secretHeaders finds what proves who the caller is, the signature also by itself', () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=AKID/20300101, SignedHeaders=host, Signature=0123abcd'
  const headers = { authorization, 'X-Auth-Token': 'token', 'x-amz-security-token': 'session', host: 'kms.test' }
  expect(secretHeaders(headers)).toEqual([authorization, '0123abcd', 'token', 'session'])
})

test('secretParameters finds what proves who the caller is in a URL', () => {
  const url = 'https://kms.test/?Action=Encrypt&Signature=a%2Bb%3D&SecurityToken=t&SignatureNonce=n&ImportToken=i'
  expect(secretParameters(url)).toEqual(['a+b=', 't', 'i'])
})
