import type { CaseResult, Report } from './result.ts'
import { describeExpected, describeObserved, isKnown } from './result.ts'

/**
 * The run as JUnit XML: a test suite per cloud and operation, a test case per state or behaviour.
 *
 * `deviates` is a failure, `error` an error; what is not judged, or known to differ, is skipped with its reason, so that
 * a viewer's counts agree with the closing line. Elements and attributes are those that the strictest reader takes.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export function toJunit(report: Report): string {
  const suites = new Map<string, CaseResult[]>()
  for (const one of report.cases) {
    const name = one.kind === 'behaviour' ? `${one.cloud} behaviours` : `${one.cloud} ${one.action}`
    suites.set(name, [...(suites.get(name) ?? []), one])
  }
  const { run } = report
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // The strictest reader knows no skipped tests here, only in the suites.
    `<testsuites name="polykms conformance" ${countsOf(report.cases).replace(/skipped="\d+" /, '')}>`,
    ...[...suites].flatMap(([name, cases]) => [
      `  <testsuite name="${xml(name)}" ${countsOf(cases)} timestamp="${xml(run.started.replace(/(\.\d+)?Z$/, ''))}">`,
      '    <properties>',
      ...Object.entries(propertiesOf(report)).map(
        ([key, value]) => `      <property name="${key}" value="${xml(value)}"/>`,
      ),
      '    </properties>',
      ...cases.map(testCase),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function propertiesOf({ run }: Report): Record<string, string> {
  const { suiteVersion, commit, matrixEdition, node, platform, target, via, region, runId, seed } = run
  const all = {
    suiteVersion,
    commit,
    matrixEdition,
    node,
    platform,
    target,
    via,
    region,
    runId,
    seed: seed?.toString(),
  }
  return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value ? [[key, value]] : [])))
}

function countsOf(cases: readonly CaseResult[]): string {
  const count = (...verdicts: readonly CaseResult['verdict'][]) =>
    cases.filter((one) => verdicts.includes(one.verdict)).length
  const known = cases.filter(isKnown).length
  const skipped = count('undocumented', 'unreachable', 'impossible') + known
  const time = seconds(cases.reduce((sum, one) => sum + one.durationMs, 0))
  return `tests="${cases.length}" failures="${count('deviates') - known}" errors="${count('error')}" skipped="${skipped}" time="${time}"`
}

function testCase(one: CaseResult): string {
  const head = `    <testcase classname="${xml(`${one.cloud}.${one.action}`)}" name="${xml(nameOf(one))}" time="${seconds(one.durationMs)}"`
  const body = bodyOf(one)
  return body ? `${head}>\n      ${body}\n    </testcase>` : `${head}/>`
}

/** The title says most; the id makes it unique where two titles agree. */
function nameOf({ title, id }: CaseResult): string {
  return title === id ? id : `${title} [${id}]`
}

function bodyOf(one: CaseResult): string {
  if (one.known !== undefined && isKnown(one)) {
    const { reason, link, expires } = one.known
    return `<skipped message="${xml(`known difference until ${expires}: ${reason} (${link})`)}"/>`
  }
  switch (one.verdict) {
    case 'deviates':
    case 'error': {
      const element = one.verdict === 'deviates' ? 'failure' : 'error'
      const message = one.reason ?? `expected ${describeExpected(one)}, observed ${describeObserved(one)}`
      return `<${element} type="${one.verdict}" message="${xml(message)}">${xml(story(one))}</${element}>`
    }
    case 'undocumented':
    case 'unreachable':
    case 'impossible':
      return `<skipped message="${xml(`${one.verdict}: ${one.reason ?? describeObserved(one)}`)}"/>`
    default:
      return ''
  }
}

function story(one: CaseResult): string {
  return [
    `expected: ${describeExpected(one)}`,
    `observed: ${describeObserved(one)}`,
    ...(one.observed?.message ? [`message:  ${one.observed.message}`] : []),
    ...(one.reason ? [`reason:   ${one.reason}`] : []),
    `sources:  ${one.sources.join(', ')}`,
  ].join('\n')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

/**
 * Text for an attribute or an element. XML 1.0 has no way to write most control characters, lone surrogates and
 * U+FFFE/U+FFFF, not even as references: they become the replacement character. Line ends and tabs are written as
 * references, or an attribute would lose them.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{7E}\u{85}\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.codePointAt(0)};`)
}
