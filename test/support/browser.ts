import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Where Debian puts it; another browser of its kind can be named. */
const EXECUTABLE = process.env['POLYKMS_CHROMIUM'] ?? '/usr/bin/chromium'

/** For a person to look at; the folder is not committed. */
const SCREENSHOTS = fileURLToPath(new URL('../../reports/screenshots/', import.meta.url))

export type Scheme = 'light' | 'dark'
export const SCHEMES: readonly Scheme[] = ['light', 'dark']

/** A page, and everything that a page that asks nobody for anything must not do. */
export interface Watched {
  readonly page: Page
  /** What was asked for besides the page itself. */
  readonly requests: readonly string[]
  /** Errors and warnings of the console, errors of scripts, dialogs. */
  readonly complaints: readonly string[]
  screenshot(name: string): Promise<void>
}

/** @throws Error that says what to install, where there is no Chromium. */
export function launch(): Promise<Browser> {
  if (!existsSync(EXECUTABLE))
    throw new Error(`no browser at ${EXECUTABLE}: "apt-get install chromium", or name one with POLYKMS_CHROMIUM`)
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [...args, '--disable-component-update', '--disable-sync'],
  })
}

export async function open(browser: Browser, url: string, scheme: Scheme = 'light'): Promise<Watched> {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1440, height: 1000 } })
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (!request.isNavigationRequest()) requests.push(`${request.method()} ${request.url()}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`)
    dialog.dismiss().catch(() => undefined)
  })
  await page.goto(url)
  return {
    page,
    requests,
    complaints,
    screenshot: async (name) => {
      mkdirSync(SCREENSHOTS, { recursive: true })
      await page.screenshot({ path: `${SCREENSHOTS}${name}-${scheme}.png` })
    },
  }
}

interface AxeViolation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What axe finds on a page that keeps somebody from using it: faults called serious or critical. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  // What axe puts into the page is known by name only.
  const violations = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as readonly AxeViolation[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    )
}
