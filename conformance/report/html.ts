import { type Grid, type GridRow, gridsOf } from './grid.ts'
import type { CaseResult, Report, Verdict } from './result.ts'
import {
  citedBy,
  closingLine,
  describeExpected,
  describeObserved,
  failures,
  isUrl,
  VERDICT_MEANINGS,
  VERDICT_SYMBOLS,
  VERDICTS,
} from './result.ts'

/**
 * The run as one HTML file that needs nothing else: no network, no script, readable without colour.
 *
 * Every cell is a button that opens its story, a popover; cells and behaviours carry `data-*` attributes with what a
 * filter would ask for. A browser without popovers shows the stories below their grid.
 */
export function toHtml(report: Report): string {
  const grids = gridsOf(report.cases)
  const story = new Map(report.cases.map((one, index) => [one, `case-${index}`]))
  const idOf = (one: CaseResult) => story.get(one) ?? ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>KMS conformance: ${esc(closingLine(report.tally))}</title>
<style>${STYLE}</style>
</head>
<body>
${summary(report, grids)}
${failed(report, idOf)}
${grids.map((grid, index) => cloudSection(grid, index, report, idOf)).join('\n')}
${provenance(report)}
</body>
</html>
`
}

type IdOf = (one: CaseResult) => string

function summary({ tally, run }: Report, grids: readonly Grid[]): string {
  const verdicts = VERDICTS.map(
    (verdict) =>
      `<li class="v-${verdict}">${symbol(verdict)} <strong>${tally.verdicts[verdict]}</strong> ${verdict} <span>${esc(VERDICT_MEANINGS[verdict])}</span></li>`,
  )
  const links = grids.map((grid, index) => `<a href="#cloud-${index}">${esc(grid.cloud)}</a>`)
  return `<header>
<h1>KMS conformance</h1>
<p class="closing ${tally.failed > 0 ? 'v-deviates' : 'v-conforms'}">${esc(closingLine(tally))}</p>
<p>Target ${esc(run.target)}, ${esc(run.finished)}</p>
<ul class="legend">${verdicts.join('')}</ul>
<p>Beside a symbol, what was expected: + accepted, − refused, ± either. A cell opens its story.</p>
<nav aria-label="Clouds">${links.join(' ')} <a href="#run">the run</a></nav>
</header>`
}

function failed(report: Report, idOf: IdOf): string {
  const rows = failures(report.cases).map(
    (one) =>
      `<tr data-verdict="${one.verdict}"><td>${opener(one, idOf)}</td><th scope="row">${esc(one.id)}</th><td>${esc(describeExpected(one))}</td><td>${esc(describeObserved(one))}${one.reason ? `<br>${esc(one.reason)}` : ''}</td></tr>`,
  )
  if (rows.length === 0) return ''
  return `<section id="failed"><h2>What failed</h2>
<div class="scroll"><table><thead><tr><td></td><th scope="col">case</th><th scope="col">expected</th><th scope="col">observed</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`
}

function cloudSection(grid: Grid, index: number, report: Report, idOf: IdOf): string {
  const cells = grid.rows.flatMap((row) => row.cells.filter((cell) => cell !== undefined))
  return `<section id="cloud-${index}" data-cloud="${esc(grid.cloud)}"><h2>${esc(grid.cloud)}</h2>
${grid.rows.length > 0 ? gridTable(grid, idOf) : ''}
${grid.behaviours.length > 0 ? behaviours(grid, report, idOf) : ''}
${cells.map((one) => popover(one, report, idOf)).join('\n')}
</section>`
}

function gridTable(grid: Grid, idOf: IdOf): string {
  const heads = grid.states.map((state) => `<th scope="col">${esc(state)}</th>`).join('')
  const row = ({ label, action, cells }: GridRow) =>
    `<tr data-action="${esc(action)}"><th scope="row">${esc(label)}</th>${cells.map((one) => gridCell(one, idOf)).join('')}</tr>`
  return `<div class="scroll"><table class="grid"><caption>Operation × key state</caption>
<thead><tr><td></td>${heads}</tr></thead>
<tbody>${grid.rows.map(row).join('\n')}</tbody></table></div>`
}

function gridCell(one: CaseResult | undefined, idOf: IdOf): string {
  if (!one) return '<td><span class="sr">not run</span></td>'
  const evidence = one.expected?.evidence ?? 'none'
  return `<td data-state="${esc(one.state ?? '')}" data-verdict="${one.verdict}" data-evidence="${evidence}">${opener(one, idOf)}</td>`
}

const OUTCOME_MARKS = { accept: '+', reject: '−', either: '±', impossible: '' } as const

/** What it shows is doubled in words, for those who hear the page. */
function opener(one: CaseResult, idOf: IdOf): string {
  const mark = one.expected ? OUTCOME_MARKS[one.expected.outcome] : ''
  const words = `${one.title}: ${one.verdict}; expected ${describeExpected(one)}`
  return `<button type="button" class="v-${one.verdict}" popovertarget="${idOf(one)}" title="${esc(words)}"><span aria-hidden="true">${VERDICT_SYMBOLS[one.verdict]}${mark}</span><span class="sr">${esc(words)}</span></button>`
}

function popover(one: CaseResult, report: Report, idOf: IdOf): string {
  const id = idOf(one)
  return `<dialog popover id="${id}" aria-labelledby="${id}-title"><h3 id="${id}-title">${esc(one.title)}</h3>${storyOf(one, report)}<p><button type="button" popovertarget="${id}" popovertargetaction="hide">Close</button></p></dialog>`
}

/** A failed behaviour is opened from the list of failures too, and so is a popover besides. */
function behaviours(grid: Grid, report: Report, idOf: IdOf): string {
  const items = grid.behaviours.map((one) => {
    const twin = failures([one]).length > 0 ? popover(one, report, idOf) : ''
    return `<details data-verdict="${one.verdict}"><summary class="v-${one.verdict}">${symbol(one.verdict)} ${esc(one.title)}</summary>${storyOf(one, report)}</details>${twin}`
  })
  return `<h3>Behaviours</h3>\n${items.join('\n')}`
}

function storyOf(one: CaseResult, report: Report): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Expected', describeExpected(one)],
    ['Observed', describeObserved(one)],
    ['Message', one.observed?.message],
    ['Reason', one.reason],
    ['Operation', one.operation],
    ['Key', [one.state, one.role, one.keyKind].filter(Boolean).join(', ')],
    ['Took', `${one.durationMs.toFixed(1)} ms`],
    ['Case', one.id],
  ]
  const sources = citedBy(one).map((id) => `<li>${sourceOf(id, report)}</li>`)
  return `<p class="verdict v-${one.verdict}">${symbol(one.verdict)} ${one.verdict}: ${esc(VERDICT_MEANINGS[one.verdict])}</p>
<dl>${facts.map(([name, value]) => (value ? `<dt>${name}</dt><dd>${esc(value)}</dd>` : '')).join('')}</dl>
${sources.length > 0 ? `<p>Sources</p><ul>${sources.join('')}</ul>` : ''}`
}

function sourceOf(id: string, { sources }: Report): string {
  const known = Object.hasOwn(sources, id) ? sources[id] : undefined
  const { title, address, path } = known ?? { title: id, address: id, path: undefined }
  const name = isUrl(address) ? `<a rel="noreferrer" href="${esc(address)}">${esc(title)}</a>` : esc(title)
  return path ? `${name} <code>${esc(path)}</code>` : name
}

function provenance({ run, schemaVersion }: Report): string {
  const entries = Object.entries({ ...run, reportVersion: schemaVersion }).filter(([, value]) => value !== undefined)
  const facts = entries.map(([name, value]) => `<dt>${esc(name)}</dt><dd>${esc(String(value))}</dd>`)
  return `<footer id="run"><h2>The run</h2><dl>${facts.join('')}</dl></footer>`
}

function symbol(verdict: Verdict): string {
  return `<span class="symbol" aria-hidden="true">${VERDICT_SYMBOLS[verdict]}</span>`
}

/** Text as text: nothing in it is markup, drives the reader's terminal or editor, or turns the direction of writing. */
function esc(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`)
}

const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1a1a1a; --dim: #595959; --line: #c8c8c8; --card: #f5f5f5;
  --good: #11632a; --good-bg: #dff3e4; --bad: #8e1519; --bad-bg: #fbdcdc; --note: #0b4f86; --note-bg: #dcecfa;
  --warn: #6b4700; --warn-bg: #fbedcd; --odd: #6a1b7a; --odd-bg: #f3e0f7; }
@media (prefers-color-scheme: dark) { :root { --bg: #16181b; --fg: #ececec; --dim: #a8a8a8; --line: #44474c; --card: #212429;
  --good: #9be3ae; --good-bg: #16391f; --bad: #ffb3b0; --bad-bg: #4d1719; --note: #a5d2fa; --note-bg: #12304a;
  --warn: #f3d48d; --warn-bg: #423009; --odd: #e6b9f0; --odd-bg: #3f1a49; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 90rem; background: var(--bg); color: var(--fg); font: 1rem/1.45 system-ui, sans-serif; }
a { color: inherit; }
nav a { margin-right: .8rem; }
.closing { display: inline-block; margin: 0; padding: .3rem .8rem; border: 2px solid; border-radius: .4rem; font-size: 1.3rem; font-weight: 600; }
.legend { list-style: none; padding: 0; display: grid; gap: .2rem; }
.legend span:last-child { color: var(--dim); }
.symbol { display: inline-block; min-width: 1.2em; text-align: center; font-weight: 700; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; color: var(--dim); padding-bottom: .3rem; }
th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; vertical-align: top; font-weight: normal; }
thead th { background: var(--card); position: sticky; top: 0; }
.grid td { padding: 0; }
.grid td button { width: 100%; }
button { font: inherit; min-width: 2.6rem; padding: .15rem .5rem; border: 1px solid transparent; border-radius: 0; background: var(--card); color: var(--fg); cursor: pointer; }
button:hover, button:focus-visible, summary:focus-visible { outline: 2px solid var(--fg); outline-offset: -2px; }
.v-conforms, .v-unsupported { color: var(--good); } button.v-conforms, button.v-unsupported { background: var(--good-bg); }
.v-deviates { color: var(--bad); } button.v-deviates { background: var(--bad-bg); border-color: var(--bad); font-weight: 700; }
.v-error { color: var(--odd); } button.v-error { background: var(--odd-bg); border-color: var(--odd); font-weight: 700; }
.v-undocumented { color: var(--note); } button.v-undocumented { background: var(--note-bg); }
.v-unreachable { color: var(--warn); } button.v-unreachable { background: var(--warn-bg); }
.v-impossible { color: var(--dim); } button.v-impossible { background: transparent; }
dialog { max-width: min(46rem, 92vw); padding: 1rem 1.3rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--bg); color: var(--fg); }
dialog h3, footer h2 { margin-top: 0; }
dialog::backdrop { background: rgb(0 0 0 / .35); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
details { border-bottom: 1px solid var(--line); padding: .2rem 0; } summary { cursor: pointer; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`
