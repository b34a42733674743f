import { describe, expect, it } from 'vitest'
import { toJunit } from '../../../conformance/report/junit.ts'
import { createReport } from '../../../conformance/report/result.ts'
import { all, type Element, parseXml } from './markup.ts'
import { deviation, hostileSample, run, sample, sources } from './sample.ts'

const KNOWN = { reason: 'an emulator of another mind', link: 'https://example.com/1', expires: '2027-01-31' }

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
    expect(root.attributes).toMatchObject({ tests: '8', failures: '2', errors: '1' })
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

/**
 * What Jenkins' own schema allows, the strictest of the viewers': elements, their attributes (`!`: required), children.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const JENKINS: Readonly<Record<string, readonly [attributes: string, children: string]>> = {
  testsuites: ['name time tests failures errors', 'testsuite'],
  testsuite: ['name! tests! failures! errors! time skipped timestamp hostname id package file', 'properties testcase'],
  properties: ['', 'property'],
  property: ['name! value!', ''],
  testcase: ['name! time classname group', 'skipped error failure'],
  failure: ['type message', ''],
  error: ['type message', ''],
  skipped: ['type message', ''],
}
const SUREFIRE_TIME = /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/

function breaches({ name, attributes, children }: Element): readonly string[] {
  const [allowed = '', below = ''] = JENKINS[name] ?? []
  const names = allowed.replaceAll('!', '').split(' ')
  const required = allowed.split(' ').flatMap((one) => (one.endsWith('!') ? [one.slice(0, -1)] : []))
  return [
    ...(name in JENKINS ? [] : [`no element ${name}`]),
    ...Object.keys(attributes).flatMap((one) => (names.includes(one) ? [] : [`${name} has no ${one}`])),
    ...required.flatMap((one) => (one in attributes ? [] : [`${name} lacks ${one}`])),
    ...(name.startsWith('testsuite') && !SUREFIRE_TIME.test(attributes['time'] ?? '') ? [`time of ${name}`] : []),
    ...children.flatMap((child) => (below.split(' ').includes(child.name) ? [] : [`${child.name} in ${name}`])),
    ...children.flatMap(breaches),
  ]
}

describe('the viewers of CI', () => {
  it.each([
    ['plain', sample],
    ['hostile', hostileSample],
    ['known differences', createReport(run, [{ ...deviation, known: KNOWN }], sources)],
  ])('take it as their schema has it (%s)', (_, report) => {
    expect(breaches(parseXml(toJunit(report)))).toEqual([])
  })

  it('would refuse what the schema does not have', () => {
    expect(breaches(parseXml('<testsuites skipped="1" time="1.5s"><testcase/></testsuites>'))).toEqual([
      'testsuites has no skipped',
      'time of testsuites',
      'testcase in testsuites',
      'testcase lacks name',
    ])
  })

  it('tell every case by a name of its own', () => {
    const names = all(parseXml(toJunit(hostileSample)), 'testcase').map(
      ({ attributes }) => `${attributes['classname']} ${attributes['name']}`,
    )
    expect(new Set(names).size).toBe(names.length)
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
