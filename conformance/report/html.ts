import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Grid, type GridRow, gridsOf } from './grid.ts'
import { kindOf, storyOf } from './html-story.ts'
import { KNOWN_SYMBOL, symbolOf } from './known.ts'
import type { CaseResult, Report } from './result.ts'
import {
  closingLine,
  describeExpected,
  describeObserved,
  failures,
  isKnown,
  VERDICT_MEANINGS,
  VERDICT_SYMBOLS,
  VERDICTS,
} from './result.ts'

/**
 * The run as one HTML file that needs nothing else: no network, readable without colour and on paper.
 *
 * Cells and behaviours are buttons that open their story; what a story says lies in the page as JSON. The page's own
 * style and script are let in by their hashes, and nothing else is.
 */
export function toHtml(report: Report): string {
  const grids = gridsOf(report.cases)
  const numbers = new Map(report.cases.map((one, index) => [one, index]))
  const numberOf: NumberOf = (one) => numbers.get(one) ?? 0
  const style = STYLES.map(asset).join('')
  const script = asset('report.js')
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>KMS conformance: ${esc(closingLine(report.tally))}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#grids">Skip to the grids</a>
${summary(report, grids)}
<main>
${filters(report, grids)}
${failed(report, numberOf)}
<div id="grids">
${grids.map((grid, index) => cloudSection(grid, index, numberOf)).join('\n')}
</div>
</main>
${provenance(report)}
${STORY}
<script type="application/json" id="stories">${dataOf(report)}</script>
<script>${script}</script>
</body>
</html>
`
}

const STYLES = ['base.css', 'summary.css', 'grid.css', 'story.css'] as const

type NumberOf = (one: CaseResult) => number

function asset(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** The same JSON, without what could end the script element, or turn the direction of writing for those who read it. */
function dataOf(report: Report): string {
  const json = JSON.stringify(report.cases.map((one) => storyOf(one, report)))
  return json.replace(
    /[<\u007F-\u009F\u2028-\u202E\u2066-\u2069\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function summary({ tally, run, cases }: Report, grids: readonly Grid[]): string {
  const cards = grids.map((grid, index) => {
    const own = cases.filter((one) => one.cloud === grid.cloud)
    const bad = failures(own).length
    return `<li><a class="card" href="#cloud-${index}"><strong>${esc(grid.cloud)}</strong>
<span class="${bad > 0 ? 'bad' : 'good'}">${bad > 0 ? `✗ ${bad} failed` : '✓ nothing failed'}</span>
${bar(own)}<small>${own.length} cases</small></a></li>`
  })
  const where = [run.target, run.via && `via ${run.via}`, run.endpoint, run.region].filter(Boolean).join(' · ')
  return `<header>
<div class="head"><div><p class="eyebrow">polykms ${esc(run.suiteVersion)} · ${esc(where)} · <time datetime="${esc(run.finished)}">${esc(run.finished.slice(0, 16).replace('T', ' '))} UTC</time></p>
<h1>KMS conformance</h1></div>
<button type="button" id="theme" class="quiet" hidden>Theme: auto</button></div>
<p class="closing ${tally.failed > 0 ? 'bad' : 'good'}"><span aria-hidden="true">${tally.failed > 0 ? '✗' : '✓'}</span> <span>${esc(closingLine(tally))}</span></p>
${bar(cases)}
<ul class="cards" aria-label="Clouds">${cards.join('')}</ul>
</header>`
}

const KINDS = [...VERDICTS, 'known'] as const
const SYMBOLS = { ...VERDICT_SYMBOLS, known: KNOWN_SYMBOL } as const
const MEANINGS = { ...VERDICT_MEANINGS, known: 'deviates as the list of known differences says: no failure' } as const

function count(cases: readonly CaseResult[], kind: (typeof KINDS)[number]): number {
  return cases.filter((one) => kindOf(one) === kind).length
}

/** How the verdicts share the run, as a picture; the numbers stand elsewhere. */
function bar(cases: readonly CaseResult[]): string {
  let x = 0
  const parts = KINDS.flatMap((kind) => {
    const width = (100 * count(cases, kind)) / Math.max(1, cases.length)
    if (width === 0) return []
    const part = `<rect class="f-${kind}" x="${x.toFixed(3)}" width="${width.toFixed(3)}" height="10"/>`
    x += width
    return [part]
  })
  return `<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`
}

function filters({ cases }: Report, grids: readonly Grid[]): string {
  const chips = KINDS.filter((kind) => count(cases, kind) > 0).map(
    (kind) =>
      `<button type="button" class="chip v-${kind}" data-kind="${kind}" aria-pressed="false" title="${esc(MEANINGS[kind])}"><span aria-hidden="true">${SYMBOLS[kind]}</span> ${kind} <b>${count(cases, kind)}</b></button>`,
  )
  const clouds = grids.map(({ cloud }) => `<option value="${esc(cloud)}">${esc(cloud)}</option>`)
  const actions = [...new Set(cases.map(({ action }) => action))].sort()
  return `<form id="filters" aria-label="Filters" hidden>
<div class="chips" role="group" aria-label="Verdicts">${chips.join('')}</div>
<div class="fields"><label>Cloud <select id="cloud"><option value="">all</option>${clouds.join('')}</select></label>
<label>Operation <input id="operation" type="search" list="actions" autocomplete="off" spellcheck="false" placeholder="such as Encrypt"></label>
<datalist id="actions">${actions.map((action) => `<option value="${esc(action)}"></option>`).join('')}</datalist>
<button type="reset" class="quiet">Show all</button>
<p id="shown" role="status"></p></div>
</form>
<noscript><p class="note">Without scripts the cells do not open and nothing can be filtered; the JSON report has all that this page would show.</p></noscript>
<dl class="legend">${KINDS.filter((kind) => count(cases, kind) > 0)
    .map(
      (kind) =>
        `<div><dt class="v-${kind}"><span class="tile">${SYMBOLS[kind]}</span> ${kind}</dt><dd>${esc(MEANINGS[kind])}</dd></div>`,
    )
    .join('')}<div><dt>beside it</dt><dd>what was expected: + accepted, − refused, ± either</dd></div></dl>`
}

function failed({ cases }: Report, numberOf: NumberOf): string {
  const rows = failures(cases).map(
    (one) =>
      `<tr data-case="${numberOf(one)}" data-kind="${kindOf(one)}"><td>${opener(one, numberOf)}</td><th scope="row">${esc(one.id)}</th><td>${esc(describeExpected(one))}</td><td>${esc(describeObserved(one))}${one.reason ? `<small>${esc(one.reason)}</small>` : ''}</td></tr>`,
  )
  if (rows.length === 0) return ''
  return `<section id="failed" class="panel"><h2>What failed</h2>
<div class="scroll" role="region" aria-label="What failed" tabindex="0"><table class="list"><thead><tr><th scope="col">story</th><th scope="col">case</th><th scope="col">expected</th><th scope="col">observed</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`
}

function cloudSection(grid: Grid, index: number, numberOf: NumberOf): string {
  return `<section id="cloud-${index}" class="panel" data-cloud="${esc(grid.cloud)}"><h2>${esc(grid.cloud)}</h2>
${grid.rows.length > 0 ? gridTable(grid, numberOf) : ''}
${grid.behaviours.length > 0 ? behaviours(grid, numberOf) : ''}
</section>`
}

function gridTable(grid: Grid, numberOf: NumberOf): string {
  const heads = grid.states.map((state) => `<th scope="col">${breakable(state)}</th>`).join('')
  const row = ({ label, action, cells }: GridRow) =>
    `<tr data-action="${esc(action)}"><th scope="row">${esc(label)}</th>${cells.map((one) => gridCell(one, numberOf)).join('')}</tr>`
  const name = `${esc(grid.cloud)}: operation × key state`
  return `<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table class="grid"><caption>Operation × key state. A cell opens its story; arrow keys move between cells.</caption>
<thead><tr><th scope="col">operation</th>${heads}</tr></thead>
<tbody>${grid.rows.map(row).join('\n')}</tbody></table></div>`
}

/** `Pending<wbr>Deletion`: long names of states break between words, so that all columns are alike. */
function breakable(state: string): string {
  return esc(state).replace(/(?<=[a-z])(?=[A-Z])/g, '<wbr>')
}

function gridCell(one: CaseResult | undefined, numberOf: NumberOf): string {
  if (!one) return '<td><span class="sr">not run</span></td>'
  const evidence = one.expected?.evidence ?? 'none'
  return `<td data-state="${esc(one.state ?? '')}" data-kind="${kindOf(one)}" data-evidence="${evidence}">${opener(one, numberOf)}</td>`
}

const OUTCOME_MARKS = { accept: '+', reject: '−', either: '±', impossible: '' } as const

/** What it shows is doubled in words, for those who hear the page. */
function opener(one: CaseResult, numberOf: NumberOf): string {
  const mark = one.expected ? OUTCOME_MARKS[one.expected.outcome] : ''
  const words = `${one.title}: ${isKnown(one) ? 'known difference' : one.verdict}; expected ${describeExpected(one)}`
  return `<button type="button" class="tile v-${kindOf(one)}" data-opens="${numberOf(one)}" aria-haspopup="dialog" aria-label="${esc(words)}"><span aria-hidden="true">${symbolOf(one)}<i>${mark}</i></span></button>`
}

function behaviours(grid: Grid, numberOf: NumberOf): string {
  const items = grid.behaviours.map(
    (one) =>
      `<li data-kind="${kindOf(one)}" data-action="${esc(one.action)}"><button type="button" class="line v-${kindOf(one)}" data-opens="${numberOf(one)}" aria-haspopup="dialog"><span class="tile" aria-hidden="true">${symbolOf(one)}</span><span>${esc(one.title)}<span class="sr">: ${isKnown(one) ? 'known difference' : one.verdict}</span></span></button></li>`,
  )
  return `<h3>Behaviours</h3>\n<ul class="behaviours">${items.join('\n')}</ul>`
}

const NAMES: Readonly<Record<string, string>> = {
  suiteVersion: 'polykms',
  commit: 'commit',
  matrixEdition: 'edition of the tables',
  node: 'Node.js',
  via: 'reached via',
  accounts: 'account (hashed)',
  runId: 'run',
  reportVersion: 'version of the report',
}

function provenance({ run, schemaVersion }: Report): string {
  const listed = (record: Readonly<Record<string, string>> | undefined) =>
    record &&
    Object.entries(record)
      .map(([cloud, value]) => `${cloud} ${value}`)
      .join(', ')
  const [accounts, regions] = [listed(run.accounts), listed(run.regions)]
  const entries = Object.entries({
    ...run,
    clouds: run.clouds.join(', '),
    accounts,
    regions,
    reportVersion: schemaVersion,
  })
  const facts = entries.flatMap(([name, value]) =>
    value === undefined ? [] : [`<div><dt>${esc(NAMES[name] ?? name)}</dt><dd>${esc(String(value))}</dd></div>`],
  )
  return `<footer id="run" class="panel"><h2>The run</h2><dl class="facts">${facts.join('')}</dl></footer>`
}

const STORY = `<dialog id="story" aria-labelledby="story-title"><div class="story">
<div class="story-head"><p id="story-verdict" class="pill"></p><div class="story-nav"><button type="button" class="quiet" id="previous" aria-label="Previous case">←</button><button type="button" class="quiet" id="next" aria-label="Next case">→</button><button type="button" class="quiet" id="close" aria-label="Close">✕</button></div></div>
<h2 id="story-title" tabindex="-1"></h2><div id="story-body"></div></div></dialog>`

/** Text as text: nothing in it is markup, drives the reader's terminal or editor, or turns the direction of writing. */
function esc(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`)
}
