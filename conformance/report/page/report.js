// The report's page: filters, stories, theme. Everything it shows lies in the page; it asks nobody for anything.
{
  const byId = (id) => document.getElementById(id)
  const all = (selector, within = document) => [...within.querySelectorAll(selector)]
  const stories = JSON.parse(byId('stories').textContent)

  // What a cloud said is text; characters that turn the direction of writing or control a reader are shown as such.
  const plain = (text) => text.replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    element.append(...children.map((child) => (typeof child === 'string' ? plain(child) : child)))
    return element
  }

  // ── Filters ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const form = byId('filters')
  const chips = all('[data-kind]', form)
  const rows = all('table.grid tbody tr')

  const apply = () => {
    const kinds = new Set(chips.filter((chip) => chip.ariaPressed === 'true').map((chip) => chip.dataset.kind))
    const cloud = byId('cloud').value
    const wanted = byId('operation').value.trim().toLowerCase()
    const fits = (element, text) =>
      (kinds.size === 0 || kinds.has(element.dataset.kind)) && text.toLowerCase().includes(wanted)
    let shown = 0
    for (const section of all('section[data-cloud]')) {
      const here = cloud === '' || section.dataset.cloud === cloud
      let any = false
      for (const row of all('table.grid tbody tr', section)) {
        const cells = all('td[data-kind]', row)
        const found = here ? cells.filter((cell) => fits(cell, row.cells[0].textContent)) : []
        for (const cell of cells) cell.firstElementChild.hidden = !found.includes(cell)
        row.hidden = found.length === 0
        shown += found.length
        any ||= found.length > 0
      }
      for (const item of all('.behaviours li', section)) {
        item.hidden = !(here && fits(item, `${item.dataset.action} ${item.textContent}`))
        if (!item.hidden) shown += 1
        any ||= !item.hidden
      }
      for (const list of all('.behaviours', section)) {
        list.hidden = list.previousElementSibling.hidden = all('li:not([hidden])', list).length === 0
      }
      for (const box of all('.scroll', section)) box.hidden = all('tbody tr:not([hidden])', box).length === 0
      section.hidden = !any
    }
    for (const row of all('#failed tbody tr')) {
      const story = stories[row.dataset.case]
      row.hidden = !(fits(row, `${story.title} ${story.id}`) && (cloud === '' || story.cloud === cloud))
    }
    const failed = byId('failed')
    if (failed) failed.hidden = all('tbody tr:not([hidden])', failed).length === 0
    byId('shown').textContent =
      shown === 0
        ? 'No case fits.'
        : `${shown === stories.length ? 'All' : `${shown} of`} ${stories.length} cases shown`
    rove()
  }

  form.hidden = false
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', apply)
  form.addEventListener('reset', () => {
    for (const chip of chips) chip.ariaPressed = 'false'
    setTimeout(apply)
  })
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      chip.ariaPressed = String(chip.ariaPressed !== 'true')
      apply()
    })
  }

  // ── Moving between cells: one stop of the tab key per grid, arrow keys inside ──────────────────────────────────────

  const rove = () => {
    for (const grid of all('table.grid')) {
      const open = all('button.tile:not([hidden])', grid).filter((button) => !button.closest('[hidden]'))
      const current = open.find((button) => button.tabIndex === 0) ?? open[0]
      for (const button of all('button.tile', grid)) button.tabIndex = button === current ? 0 : -1
    }
  }

  const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }

  const moved = (cell, [down, right]) => {
    let row = cell.parentElement
    let column = cell.cellIndex
    for (;;) {
      column += right
      if (down !== 0) row = rows[rows.indexOf(row) + down]
      if (row === undefined || row.closest('table') !== cell.closest('table')) return undefined
      const next = row.cells[column]
      if (next === undefined || column === 0) return undefined
      const button = next.querySelector('button')
      if (!row.hidden && button !== null && !button.hidden) return button
    }
  }

  for (const grid of all('table.grid')) {
    grid.addEventListener('keydown', (event) => {
      const step = STEPS[event.key]
      const from = event.target.closest('button.tile')
      if (step === undefined || from === null || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      const to = moved(from.closest('td'), step)
      if (to === undefined) return
      from.tabIndex = -1
      to.tabIndex = 0
      to.focus()
    })
  }

  // ── Stories ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const dialog = byId('story')
  let opener
  let current = 0

  const section = (title, ...children) => make('section', {}, make('h3', {}, title), ...children)

  const flowOf = ({ before, call, after }) =>
    make(
      'ol',
      { class: 'flow', 'aria-label': 'State before, call, state after' },
      make('li', { class: 'state' }, make('small', {}, 'before'), before),
      make('li', { class: 'call' }, call),
      make('li', { class: before === after ? 'state' : 'state moved' }, make('small', {}, 'after'), after),
    )

  const comparisonOf = ({ compared, evidence }) => {
    const head = ['', evidence, 'observed'].map((name, index) =>
      index === 0 ? make('td') : make('th', { scope: 'col' }, name),
    )
    const lines = compared.map(({ name, expected, observed, differs }) =>
      make(
        'tr',
        differs ? { class: 'differs' } : {},
        make('th', { scope: 'row' }, name),
        make('td', {}, expected || '–'),
        make('td', {}, differs ? `✗ ${observed || 'none'}` : observed || '–'),
      ),
    )
    return make('table', { class: 'compared' }, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...lines))
  }

  const factsOf = (facts) =>
    make(
      'dl',
      { class: 'facts' },
      ...facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value))),
    )

  const linkOf = ({ title, href, path }) => {
    const name = href === undefined ? title : make('a', { href, rel: 'noreferrer', target: '_blank' }, title)
    return make('li', {}, name, ...(path === undefined ? [] : [' ', make('code', {}, path)]))
  }

  const STEP_NAMES = {
    arrange: 'Brought there',
    before: 'Looked at before',
    call: 'The question',
    after: 'Looked at after',
  }

  const exchangeOf = ({ action, status, code, times, sent, answered }) => {
    const said = status === 0 ? 'no answer' : [`HTTP ${status}`, code].filter(Boolean).join(' ')
    const line = make(
      'p',
      { class: 'wire' },
      make('code', {}, action),
      ` ${said}${times > 1 ? ` (${times} times)` : ''}`,
    )
    if (sent === undefined) return make('li', {}, line)
    const papers = [['sent', sent], ...(answered === undefined ? [] : [['answered', answered]])]
    const shown = papers.map(([name, text]) =>
      make('figure', {}, make('figcaption', {}, name), make('pre', { tabindex: '0' }, text)),
    )
    return make('li', {}, line, make('div', { class: 'papers' }, ...shown))
  }

  const exchangesOf = (exchanges) => {
    const groups = Object.entries(STEP_NAMES).map(([step, name]) => [
      name,
      exchanges.filter((one) => one.step === step),
    ])
    return groups
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) =>
        make('div', {}, make('h4', {}, name), make('ol', { class: 'exchanges' }, ...list.map(exchangeOf))),
      )
  }

  const partsOf = (story) => [
    make('p', { class: 'meaning' }, story.meaning),
    ...(story.known ? [knownOf(story.known)] : []),
    ...(story.reason ? [make('p', { class: `reason v-${story.verdict}` }, story.reason)] : []),
    ...(story.flow ? [flowOf(story.flow)] : []),
    ...(story.compared.length > 0 ? [section('Expected and observed', comparisonOf(story))] : []),
    ...(story.message
      ? [make('blockquote', {}, make('small', { class: 'said' }, 'what was said'), story.message)]
      : []),
    ...(story.sources.length > 0
      ? [section('Where it is documented', make('ul', {}, ...story.sources.map(linkOf)))]
      : []),
    ...(story.exchanges.length > 0 ? [section('Sent and answered', ...exchangesOf(story.exchanges))] : []),
    section('More', factsOf(story.facts)),
  ]

  const knownOf = ({ reason, link, expires }) =>
    make(
      'p',
      { class: 'note' },
      `Known until ${expires}: ${reason} `,
      make('a', { href: link, rel: 'noreferrer', target: '_blank' }, link),
    )

  const show = (number) => {
    const story = stories[number]
    current = number
    byId('story-verdict').className = `pill v-${story.verdict}`
    byId('story-verdict').textContent = `${story.symbol} ${story.verdict}`
    byId('story-title').textContent = plain(`${story.cloud}: ${story.title}`)
    byId('story-body').replaceChildren(...partsOf(story))
    byId('previous').disabled = neighbour(-1) === undefined
    byId('next').disabled = neighbour(1) === undefined
    if (!dialog.open) dialog.showModal()
    dialog.scrollTop = 0
    byId('story-title').focus()
  }

  /** The case before or after among those that are shown. */
  const neighbour = (step) => {
    const shown = all('#grids [data-opens]').filter((one) => !one.hidden && !one.closest('[hidden]'))
    const at = shown.findIndex((one) => Number(one.dataset.opens) === current)
    const found = shown[at + step]
    return at === -1 || found === undefined ? undefined : Number(found.dataset.opens)
  }

  const go = (step) => {
    const number = neighbour(step)
    if (number !== undefined) show(number)
  }

  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-opens]')
    if (button === null) return
    opener = button
    show(Number(button.dataset.opens))
  })
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  dialog.addEventListener('close', () => opener?.focus())
  dialog.addEventListener('keydown', ({ key, target }) => {
    if (target.closest('pre') !== null) return
    if (key === 'ArrowLeft') go(-1)
    if (key === 'ArrowRight') go(1)
  })
  byId('close').addEventListener('click', () => dialog.close())
  byId('previous').addEventListener('click', () => go(-1))
  byId('next').addEventListener('click', () => go(1))

  // ── Theme: as the system has it, until somebody says otherwise ─────────────────────────────────────────────────────

  const THEMES = ['auto', 'light', 'dark']
  const theme = byId('theme')
  theme.hidden = false
  theme.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? 'auto') + 1) % THEMES.length]
    document.documentElement.dataset.theme = next
    theme.textContent = `Theme: ${next}`
  })

  apply()
}
