import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { aws } from '../../providers/aws/index.ts'
import { otc } from '../../providers/otc/index.ts'
import { createClient, type KmsClient } from '../../src/index.ts'
import { launch, open, SCHEMES, seriousFaults, type Watched } from '../support/browser.ts'

/** The page looks every 1.5 s, and later on a busy machine. */
const SOON = { timeout: 10_000 }

let server: RunningServer
let browser: Browser
let watched: Watched
let kms: KmsClient

beforeAll(async () => {
  server = await serve({ port: 0, seed: 5 })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  kms = createClient(aws({ region: 'us-east-1', endpoint: server.url, credentials }))
  browser = await launch()
  watched = await open(browser, `${server.url}/_polykms/`)
})
afterAll(async () => {
  await browser?.close()
  // The last test has closed it; what is closed cannot be closed again.
  await server?.close().catch(() => undefined)
})

describe('the page of polykms serve, in a browser', () => {
  test('says what to do while there is nothing', async () => {
    const { page } = watched
    await expect.poll(() => page.locator('#clouds > li').count(), SOON).toBe(5)
    expect(await page.locator('#no-keys').textContent()).toContain(server.url)
    expect(await page.locator('#status').textContent()).toBe(`Listening on ${server.url}`)
  })

  test('shows keys, their states and the verdicts on calls as they come', async () => {
    const { page } = watched
    const { keyId } = await kms.createKey()
    await kms.scheduleKeyDeletion({ keyId, pendingDays: 7 })
    await expect(kms.encrypt({ keyId, plaintext: new Uint8Array(4) })).rejects.toMatchObject({
      code: 'InvalidKeyState',
    })
    const access = { accessKey: 'test-otc', secretKey: 'test' }
    const other = createClient(
      otc({ region: 'eu-de', endpoint: server.url, iamEndpoint: server.url, credentials: access }),
    )
    await other.createKey()
    const rows = page.locator('#keys tr')
    await expect.poll(() => rows.count(), SOON).toBe(2)
    expect(await rows.filter({ hasText: keyId }).textContent()).toContain('PendingDeletion')
    const refused = page.locator('#calls tr').filter({ hasText: 'Encrypt' })
    expect(await refused.textContent()).toContain('✗ refused 400 KMSInvalidStateException')
    await page.locator('#keys-cloud').selectOption('otc')
    expect(await rows.count()).toBe(1)
    await page.locator('#keys-cloud').selectOption('')
    await watched.screenshot('serve')
  })

  test('lets time pass, for a cloud or for all, by mouse and by keyboard', async () => {
    const { page } = watched
    await page.locator('#time-cloud').selectOption('aws')
    await page.getByRole('button', { name: '+ 7 days' }).click()
    await expect.poll(() => page.locator('#status').textContent(), SOON).toBe('aws is 7d later now.')
    await page.locator('#by').fill('1h')
    await page.locator('#by').press('Enter')
    // Its window is over: the key is gone.
    await expect.poll(() => page.locator('#keys tr').count(), SOON).toBe(1)
    await page.locator('#by').fill('soon')
    await page.getByRole('button', { name: 'Go', exact: true }).click()
    await expect.poll(() => page.locator('#status').getAttribute('class'), SOON).toBe('bad')
  })

  test('leaves alone what somebody has marked, to copy it', async () => {
    const { page } = watched
    const id = page.locator('#keys code').first()
    await id.click({ clickCount: 3 })
    const marked = () => page.evaluate<string>('String(getSelection()).trim()')
    const before = await marked()
    expect(before).toContain(await id.textContent())
    const clock = page.locator('.clock').first()
    const then = await clock.textContent()
    await expect.poll(() => clock.textContent(), SOON).not.toBe(then)
    expect(await marked()).toBe(before)
  })

  test('fits a telephone: what was called, and what came of it', async () => {
    const { page, screenshot } = await open(browser, `${server.url}/_polykms/`)
    await page.setViewportSize({ width: 390, height: 844 })
    const refused = page.locator('#calls tr').filter({ hasText: 'Encrypt' }).first()
    await refused.scrollIntoViewIfNeeded()
    for (const words of ['Encrypt', '✗ refused']) {
      const box = await refused.getByText(words).boundingBox()
      expect(box?.x).toBeLessThan(390 / 2)
    }
    const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(wider).toBe(0)
    await screenshot('serve-390')
    await page.close()
  })

  test('asks nobody but the server it came from', () => {
    const foreign = watched.requests.filter((request) => !request.includes(`${server.url}/_polykms/`))
    expect(foreign).toEqual([])
    // The browser itself complains of the one refusal above.
    expect(watched.complaints.filter((one) => !one.includes('400 (Bad Request)'))).toEqual([])
  })

  test.each(SCHEMES)('has no serious fault for those who cannot see or point (%s)', async (scheme) => {
    const other = await open(browser, `${server.url}/_polykms/`, scheme)
    await expect.poll(() => other.page.locator('#keys tr').count(), SOON).toBe(1)
    await other.screenshot('serve')
    expect(await seriousFaults(other.page)).toEqual([])
    await other.page.close()
  })

  test('says so when the server is gone', async () => {
    await server.close()
    await expect.poll(() => watched.page.locator('#status').textContent(), SOON).toContain('does not answer')
  })
})
