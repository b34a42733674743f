import { describe, expect, test } from 'vitest'
import { wantsColor } from '../../../src/cli/color.ts'
import { createProgress, type ProgressOptions } from '../../../src/cli/progress.ts'
import { deviation, sampleCase } from '../report/sample.ts'

function watched(more: Partial<ProgressOptions> & { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const { isTTY = false, columns = 200, ...options } = more
  const written: string[] = []
  const clock = { ms: 0 }
  const stream = { isTTY, columns, write: (text: string) => written.push(text) }
  const progress = createProgress({ stream, cloud: 'aws', total: 250, now: () => clock.ms, ...options })
  return { progress, clock, text: () => written.join('') }
}

describe('the progress of a run', () => {
  test('is one line on a terminal, drawn over itself, with counts and the time left', () => {
    const { progress, clock, text } = watched({ isTTY: true, total: 4 })
    for (const ms of [1_000, 2_000, 3_000, 4_000]) {
      clock.ms = ms
      progress.add(sampleCase())
    }
    progress.end()
    const drawn = text().split('\r\u001b[K').slice(1)
    expect(drawn).toEqual([
      '━━━━━─────────────── aws: 1 of 4 cases: 1 passed, 0 failed, 0 skipped, about 3 s left',
      '━━━━━━━━━━────────── aws: 2 of 4 cases: 2 passed, 0 failed, 0 skipped, about 2 s left',
      '━━━━━━━━━━━━━━━───── aws: 3 of 4 cases: 3 passed, 0 failed, 0 skipped, about 1 s left',
      '━━━━━━━━━━━━━━━━━━━━ aws: 4 of 4 cases: 4 passed, 0 failed, 0 skipped in 4 s\n',
    ])
  })

  test.each([0, 20, 50, 62, 80, 120])('never wraps on %d columns, or the line could not be drawn over', (columns) => {
    const { progress, text } = watched({ isTTY: true, columns, total: 1 })
    progress.add(sampleCase())
    const [line = ''] = text().split('\r\u001b[K').slice(1)
    expect(line.length).toBeLessThan(columns || 80)
    expect(line).toContain('aws: 1 of 1')
  })

  test('is not drawn for every one of many quick cases', () => {
    const { progress, clock, text } = watched({ isTTY: true, total: 1_000 })
    for (let count = 0; count < 1_000; count += 1) {
      clock.ms += 1
      progress.add(sampleCase())
    }
    expect(text().split('\r').length).toBeLessThan(20)
  })

  test('is a plain line now and then elsewhere, without a control character', () => {
    const { progress, text } = watched()
    for (let count = 0; count < 250; count += 1) progress.add(sampleCase())
    progress.end()
    const lines = text().trimEnd().split('\n')
    expect(lines.map((line) => line.split(' cases')[0])).toEqual([
      'aws: 100 of 250',
      'aws: 200 of 250',
      'aws: 250 of 250',
    ])
    expect(text()).not.toMatch(/[^\n\P{Cc}]/u)
  })

  test('speaks up after some seconds of a slow run too', () => {
    const { progress, clock, text } = watched()
    clock.ms = 11_000
    progress.add(sampleCase())
    expect(text()).toContain('aws: 1 of 250 cases')
  })

  test.each([true, false])('tells a failure at once, on a line that stays (terminal: %s)', (isTTY) => {
    const { progress, text } = watched({ isTTY })
    progress.add(deviation)
    expect(text()).toContain(`✗ ${deviation.id}  ${deviation.reason} (`)
    progress.add({ ...deviation, known: { reason: 'r', link: 'https://example.com', expires: '2099-01-01' } })
    expect(text().match(/✗/g)).toHaveLength(1)
  })

  test('is a line per case when verbose, and nothing when quiet', () => {
    const verbose = watched({ loudness: 'verbose' })
    verbose.progress.add(sampleCase())
    expect(verbose.text()).toMatch(/^✓ aws\/EnableKey\/Disabled {2}accepted, HTTP 200.*\(.*ms\)\n$/)
    const quiet = watched({ loudness: 'quiet', isTTY: true })
    quiet.progress.add(deviation)
    quiet.progress.end()
    expect(quiet.text()).toBe('')
  })

  test('has colours only when asked for, and lets no text of a cloud drive the terminal', () => {
    const plain = watched({ loudness: 'verbose' })
    plain.progress.add({ ...deviation, reason: 'a\u001b[31mb\nc\u202ed' })
    expect(plain.text().trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    const colored = watched({ color: true })
    colored.progress.add(deviation)
    expect(colored.text()).toContain('\u001b[1;31m✗\u001b[0m')
  })
})

describe('colours', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j on a terminal (%s): %s', (env, isTTY, wanted) => {
    expect(wantsColor({ isTTY }, env)).toBe(wanted)
  })
})
