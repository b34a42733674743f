import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toHtml } from '../../../conformance/report/html.ts'
import { storyOf } from '../../../conformance/report/html-story.ts'
import { createReport, VERDICT_SYMBOLS, VERDICTS } from '../../../conformance/report/result.ts'
import { deviation, everyVerdict, hostileSample, run, sample, sources } from './sample.ts'

/** The page without style, script and data. */
function markupOf(html: string): string {
  return html.replace(/<(style|script)\b[^>]*>.*?<\/\1>/gs, '')
}

/** Start tags with their attributes, as a browser would see them. */
function tagsOf(html: string): readonly { readonly name: string; readonly attributes: string }[] {
  return [...markupOf(html).matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name = '', attributes = '']) => ({ name, attributes }),
  )
}

function dataOf(html: string): unknown {
  return JSON.parse(/<script type="application\/json" id="stories">(.*?)<\/script>/s.exec(html)?.[1] ?? '')
}

const VOID = new Set(['meta', 'wbr', 'input', 'rect'])

describe('the HTML report', () => {
  const html = toHtml(sample)

  it('opens with the outcome and ends with where it comes from', () => {
    expect(html).toContain('<title>KMS conformance: 2 passed, 3 failed, 3 skipped</title>')
    expect(html.indexOf('2 passed, 3 failed, 3 skipped</span>')).toBeLessThan(html.indexOf('<section'))
    expect(html.indexOf('<footer')).toBeGreaterThan(html.lastIndexOf('</section>'))
    for (const fact of [
      'polykms</dt><dd>0.1.0',
      'edition of the tables</dt><dd>2026-11-21',
      'seed</dt><dd>1',
      'region</dt><dd>us-east-1',
      'started</dt><dd>2026-11-21T10:00:00.000Z',
    ]) {
      expect(html).toContain(fact)
    }
  })

  it('needs nothing from the network, and lets in its own style and script by their hashes and nothing else', () => {
    const loading = tagsOf(html).filter(({ name }) => ['script', 'img', 'link', 'iframe', 'object'].includes(name))
    expect(loading).toEqual([])
    expect(html).not.toMatch(/@import|url\(|\bsrc=/)
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]
    const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const style = hash(/<style>(.*?)<\/style>/s.exec(html)?.[1])
    const script = hash(/<script>(.*?)<\/script>/s.exec(html)?.[1])
    expect(policy).toBe(
      `default-src 'none'; style-src ${style}; script-src ${script}; base-uri 'none'; form-action 'none'`,
    )
    expect(tagsOf(html).filter(({ attributes }) => /\s(on[a-z]+|style)=/.test(attributes))).toEqual([])
  })

  it('shows every cell by a symbol, by colour and in words', () => {
    for (const verdict of VERDICTS) {
      expect(html).toContain(`v-${verdict}"`)
      expect(html).toContain(VERDICT_SYMBOLS[verdict])
    }
    expect(html).toContain(
      'aria-label="EnableKey, PendingDeletion: deviates; expected refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (documented)"',
    )
    expect(html).toContain('color-scheme: light dark')
  })

  it('opens a story for every case, and every button opens one that is there', () => {
    const stories = dataOf(html)
    expect(stories).toEqual(JSON.parse(JSON.stringify(sample.cases.map((one) => storyOf(one, sample)))))
    const opened = [...html.matchAll(/data-opens="(\d+)"/g)].map(([, number]) => Number(number))
    expect([...new Set(opened)].sort()).toEqual(sample.cases.map((_, index) => index))
  })

  it('carries on each cell what a filter asks for', () => {
    expect(html).toContain('<td data-state="PendingDeletion" data-kind="deviates" data-evidence="documented">')
  })

  it('shows a known difference as such, not as a failure', () => {
    const known = { reason: 'an emulator of another mind', link: 'https://example.com/1', expires: '2027-01-31' }
    const page = toHtml(createReport(run, [{ ...deviation, known }], sources))
    expect(page).toContain('data-kind="known"')
    expect(page).toContain(': known difference; expected')
    expect(page).not.toContain('What failed')
    expect(dataOf(page)).toMatchObject([{ verdict: 'known', symbol: '≈', known }])
  })

  it.each([
    ['plain', html],
    ['hostile', toHtml(hostileSample)],
  ])('closes every element it opens, in order (%s)', (_, page) => {
    const open: string[] = []
    for (const [, slash, name = ''] of markupOf(page).matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (slash) expect(open.pop()).toBe(name)
      else if (!VOID.has(name)) open.push(name)
    }
    expect(open).toEqual([])
    const ids = [...markupOf(page).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('turns hostile text into text: the same elements as without it, and no address that is not a page', () => {
    const page = toHtml(hostileSample)
    const names = new Set(tagsOf(html).map(({ name }) => name))
    for (const { name, attributes } of tagsOf(page)) {
      expect([...names, 'code', 'small']).toContain(name)
      expect(attributes.replace(/="[^"]*"/g, '')).not.toMatch(/\bon[a-z]+|\bstyle\b/)
    }
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page).not.toMatch(/href="(?!https?:|#)/)
    expect(page).not.toMatch(/[^\n\P{Cc}]|[\u202A-\u202E\u2066-\u2069]/u)
    const stories = dataOf(page) as { sources: { href?: string }[] }[] // as storyOf makes it
    for (const { href = 'https:' } of stories.flatMap((story) => story.sources)) expect(href).toMatch(/^https?:/)
  })
})

describe('the story of a case', () => {
  it('marks what differs, and only that', () => {
    expect(storyOf(deviation, sample).compared).toEqual([
      { name: 'Outcome', expected: 'refused', observed: 'accepted', differs: true },
      { name: 'Error', expected: 'InvalidKeyState', observed: '', differs: false },
      { name: 'Code of the cloud', expected: 'KMSInvalidStateException', observed: '', differs: false },
      { name: 'HTTP status', expected: '400', observed: '200', differs: false },
      { name: 'State afterwards', expected: '', observed: 'Enabled', differs: false },
    ])
    for (const one of everyVerdict.filter(({ verdict }) => verdict === 'conforms')) {
      expect(storyOf(one, sample).compared.filter(({ differs }) => differs)).toEqual([])
    }
  })

  it('tells the state before and after the call', () => {
    const observed = { outcome: 'accept', stateBefore: 'Disabled', stateAfter: 'Enabled' } as const
    expect(storyOf({ ...deviation, observed }, sample).flow).toEqual({
      before: 'Disabled',
      call: 'EnableKey',
      after: 'Enabled',
    })
  })
})
