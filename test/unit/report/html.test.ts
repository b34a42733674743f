import { describe, expect, it } from 'vitest'
import { toHtml } from '../../../conformance/report/html.ts'
import { VERDICT_SYMBOLS, VERDICTS } from '../../../conformance/report/result.ts'
import { hostileSample, sample } from './sample.ts'

/** Start tags with their attributes, as a browser would see them. */
function tagsOf(html: string): readonly { readonly name: string; readonly attributes: string }[] {
  const body = html.replace(/<style>.*?<\/style>/s, '')
  return [...body.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/g)].map(
    ([, name = '', attributes = '']) => ({
      name,
      attributes,
    }),
  )
}

const VOID = new Set(['meta', 'br'])

describe('the HTML report', () => {
  const html = toHtml(sample)

  it('opens with the outcome and ends with where it comes from', () => {
    expect(html).toContain('<title>KMS conformance: 2 passed, 3 failed, 3 skipped</title>')
    expect(html.indexOf('2 passed, 3 failed, 3 skipped</p>')).toBeLessThan(html.indexOf('<section'))
    expect(html.indexOf('<footer')).toBeGreaterThan(html.lastIndexOf('</section>'))
    for (const fact of ['suiteVersion</dt><dd>0.1.0', 'matrixEdition</dt><dd>2026-11-21', 'seed</dt><dd>1']) {
      expect(html).toContain(fact)
    }
  })

  it('needs nothing from the network and runs no script', () => {
    const loading = tagsOf(html).filter(({ name }) =>
      ['script', 'img', 'link', 'iframe', 'object', 'form'].includes(name),
    )
    expect(loading).toEqual([])
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/@import|url\(/)
  })

  it('shows every cell by a symbol, by colour and in words', () => {
    for (const verdict of VERDICTS) {
      expect(html).toContain(`class="v-${verdict}"`)
      expect(html).toContain(VERDICT_SYMBOLS[verdict])
    }
    expect(html).toContain(
      '<span class="sr">EnableKey, PendingDeletion: deviates; expected refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (documented)</span>',
    )
    expect(html).toContain('prefers-color-scheme: dark')
  })

  it('opens a story for every button, each story once', () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = [...html.matchAll(/popovertarget="([^"]*)"/g)].map(([, id]) => id)
    expect(targets.length).toBeGreaterThan(0)
    for (const target of targets) expect(ids).toContain(target)
    expect(html).toContain('<dt>Observed</dt><dd>accepted, HTTP 200; state afterwards Enabled</dd>')
    expect(html).toContain(
      '<a rel="noreferrer" href="https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html">',
    )
  })

  it('carries on each cell what a filter asks for', () => {
    expect(html).toContain('<td data-state="PendingDeletion" data-verdict="deviates" data-evidence="documented">')
  })

  it.each([
    ['plain', html],
    ['hostile', toHtml(hostileSample)],
  ])('closes every element it opens, in order (%s)', (_, page) => {
    const open: string[] = []
    for (const [, slash, name = ''] of page
      .replace(/<style>.*?<\/style>/s, '')
      .matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (slash) expect(open.pop()).toBe(name)
      else if (!VOID.has(name)) open.push(name)
    }
    expect(open).toEqual([])
  })

  it('turns hostile text into text: the same elements as without it, and no address that is not a page', () => {
    const page = toHtml(hostileSample)
    const names = new Set(tagsOf(html).map(({ name }) => name))
    for (const { name, attributes } of tagsOf(page)) {
      expect([...names, 'code']).toContain(name)
      expect(attributes.replace(/="[^"]*"/g, '')).not.toMatch(/\bon[a-z]+|\bstyle\b/)
    }
    expect(page).not.toMatch(/href="(?!https?:|#)/)
    expect(page).not.toMatch(/[^\n\P{Cc}]|[\u202A-\u202E\u2066-\u2069]/u)
  })
})
