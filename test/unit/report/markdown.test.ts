import { describe, expect, it } from 'vitest'
import { toMarkdown } from '../../../conformance/report/markdown.ts'
import { createReport } from '../../../conformance/report/result.ts'
import { deviation, HOSTILE, hostileSample, run, sample, sampleCase, sources } from './sample.ts'

describe('the Markdown report', () => {
  it('tells what failed, then shows the grids, then closes', () => {
    const markdown = toMarkdown(sample)
    expect(markdown).toMatch(/^## ✗ KMS conformance: aws\n/)
    expect(markdown).toContain('| ✓ | conforms | 1 | answered as expected |')
    expect(markdown).toContain(
      '| ✗ | ` aws/EnableKey/PendingDeletion ` | ` refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (documented) ` |',
    )
    expect(markdown).toContain(
      '|  | Enabled | Disabled | PendingDeletion | Updating | Unavailable |'.replace('|  |', '| |'),
    )
    expect(markdown).toContain('| EnableKey |  | ✓ | ✗ |  |  |')
    expect(markdown).toContain('- ✗ the encryption context is bound to the ciphertext')
    expect(markdown).toMatch(/\*\*2 passed, 3 failed, 3 skipped\*\*\n$/)
  })

  it('has no list of failures when nothing failed', () => {
    expect(toMarkdown(createReport(run, [sampleCase()], sources))).not.toContain('Failed')
  })

  it('keeps every table whole whatever the text, and lets nothing out of its code span', () => {
    const markdown = toMarkdown(hostileSample)
    expect(markdown).not.toMatch(/[^\n\P{Cc}]/u)
    for (const line of markdown.split('\n').filter((one) => one.startsWith('| ✗') || one.startsWith('| !'))) {
      expect([4, 5]).toContain(line.split('|').length - 1)
    }
    const outside = markdown.replace(/<code>.*?<\/code>/g, '').replace(/(?<!`)(`+)(?!`) [^\n]*? (?<!`)\1(?!`)/g, '')
    for (const trick of ['<script', '<img', '@everyone', 'https://', 'www.', '](', '**b**', '#1']) {
      expect(HOSTILE).toContain(trick)
      expect(outside, trick).not.toContain(trick)
    }
  })

  it('fits a comment: failures beyond the room are counted, grids beyond it left to the other reports', () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({
      ...deviation,
      id: `${index} ${HOSTILE}`,
      action: `Action${index}`,
    }))
    const markdown = toMarkdown(createReport(run, many, sources))
    expect(markdown.length).toBeLessThan(65_536)
    expect(markdown).toMatch(/19\d\d more are in the HTML and JSON reports/)
    expect(markdown).toContain('Not every grid found room here')
    expect(markdown).toMatch(/\*\*0 passed, 2000 failed, 0 skipped\*\*\n$/)
  })
})
