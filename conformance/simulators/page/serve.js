// The page of `polykms serve`: asks the control surface of the server that it came from, and nobody else.
{
  const byId = (id) => document.getElementById(id)
  const EVERY_MS = 1_500

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    element.append(...children)
    return element
  }

  const control = async (path, body) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(path, { ...init, headers: { 'x-polykms-control': '1' } })
    const reply = await response.json()
    if (!response.ok) throw new Error(reply.error ?? `HTTP ${response.status}`)
    return reply
  }

  const say = (text, isBad = false) => {
    const status = byId('status')
    if (status.textContent !== text) status.textContent = text
    status.classList.toggle('bad', isBad)
  }

  // ── What is shown ────────────────────────────────────────────────────────────────────────────────────────────────

  const moment = (iso) => make('time', { datetime: iso }, iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z'))

  const stateOf = (state) => {
    const known = /enabled/i.test(state) ? 'enabled' : /disabled/i.test(state) ? 'disabled' : ''
    const kind = /pending.?deletion|pending.?replica/i.test(state) ? 'leaving' : known || 'between'
    return make('span', { class: `state ${kind}` }, state)
  }

  const cardOf = ({ cloud, now, faults, keys }) => {
    const states = new Map()
    for (const { state } of keys.newest) states.set(state, (states.get(state) ?? 0) + 1)
    const unseen = keys.total - keys.newest.length
    const parts = [...states].map(([state, count]) => make('li', {}, `${count} `, stateOf(state)))
    return make(
      'li',
      { class: 'card' },
      make('strong', {}, cloud),
      make('span', {}, keys.total === 1 ? '1 key' : `${keys.total} keys`),
      make('ul', { class: 'states' }, ...parts),
      ...(unseen > 0
        ? [make('small', {}, `of the newest ${keys.newest.length}; ${unseen} older ones are not shown`)]
        : []),
      ...(faults > 0
        ? [make('span', { class: 'bad' }, faults === 1 ? '1 fault armed' : `${faults} faults armed`)]
        : []),
      make('small', { class: 'clock' }, moment(now)),
    )
  }

  const keyRow = (cloud, { keyId, state, spec, usage, region, createdAt }) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, make('code', {}, keyId)),
      ...[cloud, stateOf(state), spec, usage, region, moment(createdAt)].map((cell) => make('td', {}, cell)),
    )

  const verdictOf = ({ status, errorCode, defect }) => {
    if (defect !== undefined) return make('span', { class: 'verdict bad' }, `! failed itself (${defect})`)
    if (status === 0) return make('span', { class: 'verdict bad' }, '✂ connection cut')
    if (status < 400) return make('span', { class: 'verdict good' }, `✓ accepted ${status}`)
    return make('span', { class: 'verdict bad' }, `✗ refused ${status} ${errorCode ?? ''}`.trim())
  }

  const callRow = (call) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, call.action),
      make('td', {}, verdictOf(call)),
      make('td', {}, call.cloud),
      make('td', {}, call.keyId === undefined ? '–' : make('code', {}, call.keyId)),
      make('td', {}, call.region ?? '–'),
      make('td', {}, moment(call.time)),
    )

  let shown = ''
  let overview = { clouds: [], calls: [] }

  const fill = (select, clouds) => {
    if (select.options.length > 1) return
    for (const { cloud } of clouds) select.append(make('option', { value: cloud }, cloud))
  }

  const draw = () => {
    const { clouds, calls } = overview
    for (const id of ['time-cloud', 'keys-cloud']) fill(byId(id), clouds)
    byId('clouds').replaceChildren(...clouds.map(cardOf))
    const wanted = byId('keys-cloud').value
    const rows = clouds
      .filter(({ cloud }) => wanted === '' || cloud === wanted)
      .flatMap(({ cloud, keys }) => keys.newest.map((key) => keyRow(cloud, key)))
    byId('keys').replaceChildren(...rows)
    byId('calls').replaceChildren(...calls.map(callRow))
    for (const [name, isEmpty] of [
      ['keys', rows.length === 0],
      ['calls', calls.length === 0],
    ]) {
      byId(name).closest('.scroll').hidden = isEmpty
      byId(`no-${name}`).hidden = !isEmpty
    }
  }

  const drawClocks = () => {
    const clocks = byId('clouds').querySelectorAll('.clock')
    for (const [index, { now }] of overview.clouds.entries()) clocks[index]?.replaceChildren(moment(now))
  }

  const look = async () => {
    try {
      overview = await control('overview')
      // The clocks run on: what only they change is no reason for new tables, in which a selection would be lost.
      const text = JSON.stringify(overview, (name, value) => (name === 'now' ? undefined : value))
      if (text !== shown) draw()
      else drawClocks()
      shown = text
      if (byId('status').classList.contains('bad') || byId('status').textContent === 'Looking …')
        say(`Listening on ${location.origin}`)
    } catch {
      say('The server does not answer. It may have been stopped.', true)
    }
  }

  // ── What can be done ─────────────────────────────────────────────────────────────────────────────────────────────

  const advance = async (by) => {
    const cloud = byId('time-cloud').value
    try {
      await control('clock', { advance: by, ...(cloud === '' ? {} : { cloud }) })
      say(`${cloud === '' ? 'All clouds are' : `${cloud} is`} ${by} later now.`)
      await look()
    } catch (error) {
      say(error.message, true)
    }
  }

  for (const button of document.querySelectorAll('[data-by]'))
    button.addEventListener('click', () => advance(button.dataset.by))
  byId('time').addEventListener('submit', (event) => {
    event.preventDefault()
    const by = byId('by').value.trim()
    if (by !== '') advance(by)
  })
  byId('keys-cloud').addEventListener('change', draw)
  for (const url of document.querySelectorAll('.url')) url.textContent = location.origin

  const watch = async () => {
    if (!document.hidden) await look()
    setTimeout(watch, EVERY_MS)
  }
  watch()
}
