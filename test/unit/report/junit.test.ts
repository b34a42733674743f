import { describe, expect, it } from 'vitest'
import { toJunit } from '../../../conformance/report/junit.ts'
import { all, parseXml } from './markup.ts'
import { hostileSample, sample } from './sample.ts'

describe('the JUnit report', () => {
  const root = parseXml(toJunit(sample))
  const cases = all(root, 'testcase')

  it('has a suite per cloud and operation and one for the behaviours, with their own counts', () => {
    expect(root.name).toBe('testsuites')
    expect(root.children.map(({ name, attributes }) => [name, attributes['name'], attributes['tests']])).toEqual([
      ['testsuite', 'aws EnableKey', '2'],
      ['testsuite', 'aws Encrypt', '2'],
      ['testsuite', 'aws Sign', '2'],
      ['testsuite', 'aws CreateKeyVersion', '1'],
      ['testsuite', 'aws behaviours', '1'],
    ])
    expect(root.attributes).toMatchObject({ tests: '8', failures: '2', errors: '1', skipped: '3' })
    expect(root.children[0]?.attributes).toMatchObject({ failures: '1', errors: '0', skipped: '0', time: '0.025' })
  })

  it('counts as the closing line does', () => {
    const count = (name: string) => all(root, name).length
    expect(count('failure') + count('error')).toBe(sample.tally.failed)
    expect(count('skipped')).toBe(sample.tally.skipped)
    expect(cases.filter((one) => one.children.length === 0)).toHaveLength(sample.tally.passed)
  })

  it('says in a failure what was expected and what was observed', () => {
    const [failure] = all(root, 'failure')
    expect(failure?.attributes).toEqual({ type: 'deviates', message: 'accepted instead of refused' })
    expect(failure?.text).toContain(
      'expected: refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (documented)',
    )
    expect(failure?.text).toContain('observed: accepted, HTTP 200; state afterwards Enabled')
  })

  it('says why a case was skipped', () => {
    expect(all(root, 'skipped').map((one) => one.attributes['message'])).toEqual([
      'undocumented: accepted, HTTP 200; state afterwards Enabled',
      'unreachable: no call leads there',
      'impossible: nothing was called',
    ])
  })

  it('puts properties before the cases and writes the start without a zone, as readers expect', () => {
    const suite = root.children[0]
    expect(suite?.children.map((one) => one.name)).toEqual(['properties', 'testcase', 'testcase'])
    expect(suite?.attributes['timestamp']).toBe('2026-11-21T10:00:00')
  })

  it('stays well-formed whatever the text, and keeps what XML can carry', () => {
    const hostile = parseXml(toJunit(hostileSample))
    expect(all(hostile, 'testcase')).toHaveLength(8)
    const message = all(hostile, 'failure')[0]?.attributes['message']
    expect(message).toContain('</td><script>alert(1)</script>')
    expect(message).toContain('line\r\nbreak\ttab')
    expect(message).toContain('\uFFFD[31mred')
    expect(message).not.toContain('\u001b')
  })
})

describe('the small XML reader of these tests', () => {
  it.each([
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a x="1" x="2"/>',
    '<a>&</a>',
    '<a>&lt;</a>',
    '<a x="<"/>',
    '<a>\u0001</a>',
    '<!-- -->',
    '',
  ])('refuses %j', (text) => expect(() => parseXml(text)).toThrow())
})
