import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Check } from './diagnose.ts'
import { createProxyFinder } from './proxy.ts'

/** How long name, connection and handshake may each take: on a working network they take milliseconds. */
const PROBE_MS = 5_000

/**
 * Looks whether a host can be reached: its name, a connection, and TLS where it is spoken. Stops at what fails.
 *
 * @param role - A sentence that says what the host is for, where its name does not; it goes before the advice.
 */
export async function* probe(url: URL, role?: string): AsyncGenerator<Check, boolean, undefined> {
  if ((await createProxyFinder()(url)) !== undefined) {
    const found = 'requests go through the proxy that HTTPS_PROXY or HTTP_PROXY names: not probed past it'
    yield { name: 'connection', outcome: 'skipped', found }
    return true
  }
  const checks = [() => resolveName(url), () => openConnection(url)]
  if (url.protocol === 'https:') checks.push(() => shakeHands(url))
  for (const check of checks) {
    const result = await check()
    const advice = [role, result.advice].filter((one) => one !== undefined).join(' ')
    yield result.outcome === 'failed' ? { ...result, advice } : result
    if (result.outcome === 'failed') return false
  }
  return true
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')
const portOf = (url: URL) => Number(url.port) || (url.protocol === 'https:' ? 443 : 80)

async function resolveName(url: URL): Promise<Check> {
  const name = 'name resolution'
  const host = hostOf(url)
  if (isIP(host) !== 0) return { name, outcome: 'ok', found: `${host} is an address` }
  const found = await inTime(
    lookup(host, { all: true }).then((all) => all.map(({ address }) => address).join(', ')),
    () => undefined,
  )
  if (found.ok) return { name, outcome: 'ok', found: `${host} is ${found.value}` }
  const advice = 'Check the region and the endpoint for a slip of the pen, then the name servers of this machine.'
  return { name, outcome: 'failed', found: `${host} cannot be resolved: ${found.reason}`, advice }
}

async function openConnection(url: URL): Promise<Check> {
  const name = 'connection'
  const where = `${hostOf(url)}:${portOf(url)}`
  const socket = connect({ host: hostOf(url), port: portOf(url) })
  const opened = await inTime(once(socket, 'connect'), () => socket.destroy())
  socket.destroy()
  if (opened.ok) return { name, outcome: 'ok', found: `${where} accepts connections` }
  const advice =
    opened.reason === 'ECONNREFUSED'
      ? 'Nobody listens there: check the port of the endpoint.'
      : 'Check routes and firewalls, or set HTTPS_PROXY if this network needs a proxy.'
  return { name, outcome: 'failed', found: `no connection to ${where}: ${opened.reason}`, advice }
}

async function shakeHands(url: URL): Promise<Check> {
  const name = 'TLS'
  const host = hostOf(url)
  const socket = connectTls({ host, port: portOf(url), ...(isIP(host) === 0 && { servername: host }) })
  const done = await inTime(once(socket, 'secureConnect'), () => socket.destroy())
  const protocol = socket.getProtocol()
  socket.destroy()
  if (done.ok)
    return { name, outcome: 'ok', found: `${protocol ?? 'TLS'}, and a certificate for ${host} that is trusted` }
  return { name, outcome: 'failed', found: `no handshake with ${host}: ${done.reason}`, advice: tlsAdvice(done.reason) }
}

function tlsAdvice(reason: string): string {
  if (reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID') {
    return "Check this machine's clock; if it is right, the service's certificate is not."
  }
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'The certificate is for another name: check the endpoint.'
  if (/SELF_SIGNED|UNABLE_TO/.test(reason)) {
    return 'The authority behind the certificate is not known here: name its file in NODE_EXTRA_CA_CERTS if you trust it.'
  }
  return 'Check that the endpoint speaks TLS on this port, and what inspects connections on the way.'
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

async function inTime<T>(work: Promise<T>, giveUp: () => void): Promise<Outcome<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => {
      giveUp()
      resolve({ ok: false, reason: `no answer in ${PROBE_MS} ms` })
    }, PROBE_MS)
  })
  const settled = work.then(
    (value): Outcome<T> => ({ ok: true, value }),
    (error: unknown): Outcome<T> => ({ ok: false, reason: reasonOf(error) }),
  )
  try {
    return await Promise.race([settled, late])
  } finally {
    clearTimeout(timer)
  }
}

function once(socket: NodeJS.EventEmitter, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.on('error', reject)
  })
}

function reasonOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'it failed'
}
