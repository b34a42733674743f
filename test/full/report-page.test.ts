import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toHtml } from '../../conformance/report/html.ts'
import { createReport, type Report } from '../../conformance/report/result.ts'
import { simulatedClouds } from '../../conformance/simulators/index.ts'
import { launch, open, SCHEMES, seriousFaults, type Watched } from '../support/browser.ts'
import { runTapped } from '../support/wiretap.ts'
import { deviation, hostileSample, run, sources } from '../unit/report/sample.ts'

/** Real cases of all clouds, and beside them what a conforming run does not have. */
async function richReport(): Promise<Report> {
  const reports = []
  for (const cloud of simulatedClouds) reports.push((await runTapped(cloud, 'able')).report)
  const known = { reason: 'an emulator of another mind', link: 'https://example.com/1', expires: '2099-01-31' }
  const cases = [
    { ...deviation, id: 'aws/EnableKey/failing', action: 'EnableSomething' },
    { ...deviation, id: 'aws/EnableKey/known', action: 'EnableOther', known },
    ...reports.flatMap((one) => one.cases),
  ]
  const all = Object.assign({}, sources, ...reports.map((one) => one.sources)) as typeof sources // all alike
  return createReport({ ...run, clouds: [...simulatedClouds] }, cases, all)
}

let folder: string
let report: Report
let browser: Browser
let watched: Watched
let page: Page
let address: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polykms-page-'))
  report = await richReport()
  const file = join(folder, 'index.html')
  writeFileSync(file, toHtml(report))
  address = pathToFileURL(file).href
  browser = await launch()
  watched = await open(browser, address)
  page = watched.page
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

const shown = () => page.locator('#grids [data-opens]:visible')
const status = () => page.locator('#shown').textContent()

describe('the report in a browser', () => {
  test('shows a grid per cloud, every case of it once', async () => {
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(
      expect.arrayContaining([...simulatedClouds, 'What failed', 'The run']),
    )
    expect(await shown().count()).toBe(report.cases.length)
    const grid = page
      .getByRole('table')
      .filter({ hasText: 'CancelKeyDeletion' })
      .or(page.locator('#cloud-0 table.grid'))
      .first()
    expect(await grid.getByRole('columnheader').allTextContents()).toContain('Enabled')
    expect(await grid.getByRole('rowheader').count()).toBeGreaterThan(3)
    await watched.screenshot('report')
  })

  test('filters by verdict, by cloud and by operation, and says how many are left', async () => {
    const count = (fits: (one: Report['cases'][number]) => boolean) => report.cases.filter(fits).length
    const chip = page.getByRole('button', { name: /undocumented \d/ })
    await chip.click()
    expect(await chip.getAttribute('aria-pressed')).toBe('true')
    const undocumented = count(({ verdict }) => verdict === 'undocumented')
    expect(await shown().count()).toBe(undocumented)
    expect(await status()).toBe(`${undocumented} of ${report.cases.length} cases shown`)
    await page.locator('#cloud').selectOption('quilibrium')
    const ofCloud = count(({ verdict, cloud }) => verdict === 'undocumented' && cloud === 'quilibrium')
    expect(await shown().count()).toBe(ofCloud)
    expect(ofCloud).toBeGreaterThan(0)
    await watched.screenshot('report-filtered')
    await page.locator('#operation').fill('enablekeyrotation')
    expect(await shown().count()).toBeLessThan(ofCloud)
    await page.locator('#operation').fill('nothing is called this')
    expect(await status()).toBe('No case fits.')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => shown().count()).toBe(report.cases.length)
    expect(await status()).toBe(`All ${report.cases.length} cases shown`)
  })

  test('opens the story of a cell by mouse: what was documented, sent and answered, and the states', async () => {
    const number = report.cases.findIndex((one) => one.id.startsWith('aws/EnableKey/Disabled'))
    await page.locator(`#grids [data-opens="${number}"]`).click()
    const story = page.getByRole('dialog')
    await story.waitFor()
    const text = (await story.textContent()) ?? ''
    for (const part of [
      'aws: EnableKey with a Disabled key',
      'Expected and observed',
      'TrentService.EnableKey',
      'HTTP 200',
      'key#1',
    ])
      expect(text).toContain(part)
    expect(await story.locator('.flow li').allTextContents()).toEqual(['beforeDisabled', 'EnableKey', 'afterEnabled'])
    expect(await story.getByRole('link').first().getAttribute('href')).toMatch(/^https:/)
    await watched.screenshot('report-story')
    await page.getByRole('button', { name: 'Next case' }).click()
    expect(await story.textContent()).not.toContain('EnableKey with a Disabled key')
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await story.isVisible()).toBe(false)
  })

  test('opens and closes it by keyboard alone, and gives the focus back', async () => {
    await page.locator('#operation').focus()
    const focused = () => page.evaluate<string | undefined>('document.activeElement.dataset.opens')
    for (let presses = 0; presses < 20 && (await focused()) === undefined; presses += 1)
      await page.keyboard.press('Tab')
    // The list of failures comes first; from there on to the first grid.
    await page.locator('#cloud-0 table.grid button[tabindex="0"]').focus()
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    const second = await focused()
    expect(second).not.toBe(first)
    await page.keyboard.press('Enter')
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    expect(await focused()).toBe(second)
    expect(await page.locator('#cloud-0 table.grid button[tabindex="0"]').count()).toBe(1)
  })

  test('shows failures first and known differences as such', async () => {
    const failed = page.locator('#failed')
    expect(await failed.locator('tbody tr').count()).toBe(1)
    await failed.getByRole('button').click()
    const story = page.getByRole('dialog')
    expect(await story.locator('.differs').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.locator('#grids button.v-known').click()
    expect(await story.textContent()).toContain('Known until 2099-01-31: an emulator of another mind')
    await page.keyboard.press('Escape')
  })

  test('goes dark when told to, whatever the system says', async () => {
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const theme = page.getByRole('button', { name: /Theme/ })
    const light = await background()
    await theme.click()
    expect(await background()).toBe(light)
    await theme.click()
    expect(await theme.textContent()).toBe('Theme: dark')
    expect(await background()).not.toBe(light)
    await theme.click()
  })

  test('lets a telephone see and tap its cells', async () => {
    const { page: small, screenshot } = await open(browser, address)
    await small.setViewportSize({ width: 390, height: 844 })
    const wider = await small.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(wider).toBe(0)
    // Not the first column, which may be seen without scrolling.
    const named = { has: small.getByRole('rowheader', { name: 'EnableKey', exact: true }) }
    const row = small.locator('#cloud-0 table.grid tbody tr', named)
    await row.locator('[data-opens]').nth(4).click({ timeout: 5_000 })
    expect(await small.getByRole('dialog').isVisible()).toBe(true)
    await small.keyboard.press('Escape')
    const names = await row.getByRole('rowheader').boundingBox()
    expect(names?.width).toBeLessThan(390 / 2)
    await screenshot('report-390')
    await small.close()
  })

  test('prints every grid whole, without what only a screen needs', async () => {
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('#filters').isVisible()).toBe(false)
    expect(await page.evaluate('getComputedStyle(document.querySelector(".scroll")).overflowY')).toBe('visible')
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: 'screen' })
  })

  test('asks nobody for anything, and has nothing to complain about', () => {
    expect(watched.requests).toEqual([])
    expect(watched.complaints).toEqual([])
  })

  test.each(SCHEMES)(
    'has no serious fault for those who cannot see or point (%s)',
    { timeout: 240_000 },
    async (scheme) => {
      const other = await open(browser, address, scheme)
      expect(await seriousFaults(other.page)).toEqual([])
      await other.screenshot('report')
      await other.page.locator('#failed button').first().click()
      await other.screenshot('report-story')
      expect(await seriousFaults(other.page)).toEqual([])
      await other.page.close()
    },
  )

  test('runs nothing of what a hostile cloud said', async () => {
    const file = join(folder, 'hostile.html')
    writeFileSync(file, toHtml(hostileSample))
    const hostile = await open(browser, pathToFileURL(file).href)
    for (const button of await hostile.page.locator('#grids [data-opens]').all()) {
      await button.click({ timeout: 5_000 })
      await hostile.page.keyboard.press('Escape')
    }
    expect(await hostile.page.locator('#story-body script, #story-body img').count()).toBe(0)
    expect(hostile.requests).toEqual([])
    expect(hostile.complaints).toEqual([])
    await hostile.page.close()
  })
})
