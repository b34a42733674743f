import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../rules/source-tree.ts'
import { launch, open, SCHEMES, seriousFaults } from '../support/browser.ts'

// The site that `npm run docs` makes, as a reader meets it: complete, looked at in a browser, and usable by everybody.

const site = mkdtempSync(join(tmpdir(), 'polykms-site-'))
const address = (path: string) => pathToFileURL(join(site, path)).href
let browser: Browser

beforeAll(async () => {
  const typedoc = join(ROOT, 'node_modules/typedoc/bin/typedoc')
  execFileSync(process.execPath, [typedoc, '--out', site], { cwd: ROOT, stdio: 'pipe' })
  browser = await launch()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  rmSync(site, { recursive: true, force: true })
})

describe('the site', () => {
  test('has a page for every guide, under its title', () => {
    const pages = readdirSync(join(site, 'documents')).map((name) =>
      readFileSync(join(site, 'documents', name), 'utf8'),
    )
    for (const guide of readdirSync(join(ROOT, 'docs/guides'))) {
      const [heading = ''] = readFileSync(join(ROOT, 'docs/guides', guide), 'utf8').split('\n')
      const title = heading.replace('# ', '').replaceAll("'", '&#39;')
      expect(
        pages.some((page) => page.includes(`<title>${title} | polykms`)),
        title,
      ).toBe(true)
    }
  })

  test('leads from page to page: no link of its own is lost', () => {
    const lost: string[] = []
    for (const path of readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.html'),
    )) {
      for (const [, link = ''] of readFileSync(join(site, path), 'utf8').matchAll(
        /href="(?!https?:|#|mailto:)([^"#]+)/g,
      )) {
        const target = new URL(link.replaceAll('&amp;', '&'), address(path))
        const there = decodeURIComponent(target.pathname).replace(/\/$/, '/index.html')
        try {
          readFileSync(there)
        } catch {
          lost.push(`${path}: ${link}`)
        }
      }
    }
    expect(lost).toEqual([])
  })

  const KINDS = [
    'index.html',
    'documents/Quick_start.html',
    'documents/Support_and_limits.html',
    'interfaces/polykms.KmsClient.html',
  ]

  test('has the papers beside the README as pages, not as files to download', () => {
    const pages = readdirSync(join(site, 'documents'))
    expect(pages).toEqual(expect.arrayContaining(['Changelog.html', 'Contributing.html', 'Security.html']))
    expect(readdirSync(join(site, 'media')).filter((name) => /^(CHANGELOG|CONTRIBUTING|SECURITY)/.test(name))).toEqual(
      [],
    )
  })

  // Its tables are the widest.
  const WIDE = 'documents/State_tables.html'
  const FITTING = [...KINDS, WIDE, 'modules/polykms.html', 'hierarchy.html']

  describe.each([1280, 390])('%i pixels wide', (width) => {
    test.each(FITTING)('%s fits: only a table may scroll sideways', async (path) => {
      const { page, screenshot } = await open(browser, address(path))
      await page.setViewportSize({ width, height: 844 })
      await screenshot(`docs-${path.replaceAll(/\W/g, '-')}-${width}`)
      const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      expect(wider).toBe(0)
      // A table that does not fit lies in a frame of the column's width, which a keyboard can scroll.
      const tables = page.locator('.wide:has(> table)')
      expect(await tables.count()).toBe(await page.locator('.col-content table').count())
      if (path === WIDE) expect(await tables.first().getAttribute('tabindex')).toBe('0')
      expect(await seriousFaults(page)).toEqual([])
      await page.close()
    })
  })

  describe.each(SCHEMES)('in a browser that is %s', (scheme) => {
    test.each(KINDS)('%s can be read by everybody', async (path) => {
      const { page, complaints, screenshot } = await open(browser, address(path), scheme)
      expect(await page.locator('h1').allTextContents()).toEqual([expect.stringMatching(/\w/)])
      await screenshot(`docs-${path.replaceAll(/\W/g, '-')}`)
      // Pages on disk may not ask for the search index; on a server there is no such refusal.
      expect(complaints.filter((text) => !/file:|CORS|ERR_/.test(text))).toEqual([])
      expect(await seriousFaults(page)).toEqual([])
      await page.close()
    })
  })
})
