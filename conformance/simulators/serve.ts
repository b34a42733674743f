import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from 'srvx/node'
import { answerControl, CONTROL_PREFIX } from './control-surface.ts'
import { createSimulator, type SimulatedCloud, simulatedClouds } from './index.ts'
import { readBody } from './shared/http.ts'
import type { AnySimulator, Credential } from './shared/simulator.ts'

const DEFAULT_PORT = 4580
const LOOPBACK = '127.0.0.1'
const RANK = { caller: 2, dialect: 1, no: 0 } as const

export interface ServeOptions {
  /** 4580 by default; 0 takes any free port. */
  readonly port?: number
  /** Loopback by default: whoever reaches the port can read key material through the control surface. */
  readonly host?: string
  /** Simulators made elsewhere; by default one of each cloud is made from the options below. */
  readonly simulators?: readonly AnySimulator[]
  /** Clouds to simulate; all by default. */
  readonly clouds?: readonly SimulatedCloud[]
  readonly seed?: string | number
  /** More callers beside each cloud's default; without `cloud` every cloud knows them. */
  readonly credentials?: readonly (Credential & { readonly cloud?: string })[]
}

export interface RunningServer {
  /** `http://127.0.0.1:4580`, without a slash at the end. */
  readonly url: string
  readonly port: number
  readonly simulators: readonly AnySimulator[]
  /** Stops listening, lets running calls end for up to a second, then closes what is left. */
  close(): Promise<void>
}

const GRACE_MS = 1_000
const LOGIN_LIMIT_BYTES = 65_536

const createAll = (options: ServeOptions): readonly AnySimulator[] =>
  (options.clouds ?? simulatedClouds).map((cloud) => {
    const moreCredentials = (options.credentials ?? []).filter(
      (more) => more.cloud === undefined || more.cloud === cloud,
    )
    return createSimulator(cloud, { moreCredentials, ...(options.seed !== undefined && { seed: options.seed }) })
  })

/** The dialect is told by the request's shape, the cloud within a dialect by the caller's access key. */
const addressee = async (simulators: readonly AnySimulator[], request: Request): Promise<AnySimulator | undefined> => {
  const recognised = simulators.map((simulator) => [simulator, RANK[simulator.recognise(request)]] as const)
  const best = Math.max(0, ...recognised.map(([, rank]) => rank))
  const candidates = recognised.filter(([, rank]) => rank > 0 && rank === best).map(([simulator]) => simulator)
  if (candidates.length < 2 || best === RANK.caller) return candidates[0]
  // A login names its caller in the body alone.
  const body = await readBody(request.clone(), LOGIN_LIMIT_BYTES)
  return candidates.find((simulator) => simulator.recognise(request, body) === 'caller') ?? candidates[0]
}

const unknownShape = (): Response => {
  const body = JSON.stringify({ error: 'no simulated cloud speaks like this request' })
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  return new Response(body, { status: 404, headers })
}

/** One port for all clouds as a fetch-style handler; rejects where the connection is to be cut. */
const handlerOf =
  (simulators: readonly AnySimulator[]) =>
  async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname.startsWith(CONTROL_PREFIX)) return answerControl(request, simulators)
    const simulator = await addressee(simulators, request)
    return simulator === undefined ? unknownShape() : simulator.fetch(request)
  }

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close((error) => {
      clearTimeout(impatient)
      if (error === undefined) resolve()
      else reject(error)
    })
    server.closeIdleConnections()
  })

/**
 * Serves the simulators over HTTP on one port.
 *
 * @throws what `listen` throws when the port is taken or the host is not this machine's.
 */
export const serve = async (options: ServeOptions = {}): Promise<RunningServer> => {
  const simulators = options.simulators ?? createAll(options)
  // srvx's own type asks for what HTTP/2 requests have too; it does without on HTTP/1.
  const handle = toNodeHandler(handlerOf(simulators)) as (request: IncomingMessage, response: ServerResponse) => unknown
  const server = createServer((request, response) => {
    Promise.resolve(handle(request, response)).catch(() => request.socket.destroy())
  })
  const host = options.host ?? LOOPBACK
  await listen(server, options.port ?? DEFAULT_PORT, host)
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    simulators,
    close: () => closeServer(server),
  }
}
