import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from 'srvx/node'
import { answerControl, CONTROL_PREFIX } from './control-surface.ts'
import { createSimulator, type SimulatedCloud, simulatedClouds } from './index.ts'
import { errorCode } from './shared/data-file/errors.ts'
import { type DataFile, type DataFileOptions, openDataFile } from './shared/data-file/index.ts'
import { readBody } from './shared/http.ts'
import type { AnySimulator, Credential } from './shared/simulator.ts'

export { DataFileError } from './shared/data-file/index.ts'

const DEFAULT_PORT = 4580
const LOOPBACK = '127.0.0.1'
const RANK = { caller: 2, dialect: 1, no: 0 } as const

export interface ServeOptions extends DataFileOptions {
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
  /** Keeps the state in this file, which then holds key material; by default it is gone when the server stops. */
  readonly data?: string
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

/** An answer of the server's own, in no cloud's envelope. */
const ownError = (status: number, error: string): Response => {
  const body = JSON.stringify({ error })
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  return new Response(body, { status, headers })
}

type Handle = (request: Request) => Promise<Response>

/** No answer before all that it tells of is on the disk. */
const keeping = (handle: Handle, data: DataFile, notify: (notice: string) => void): Handle => {
  let isTold = false
  return async (request) => {
    const response = await handle(request)
    try {
      await data.commit()
      return response
    } catch (error) {
      if (!isTold) notify(`the data file cannot be written (${errorCode(error)}): every call is refused from now on`)
      isTold = true
      return ownError(503, 'the data file cannot be written')
    }
  }
}

/** One port for all clouds as a fetch-style handler; rejects where the connection is to be cut. */
const handlerOf =
  (simulators: readonly AnySimulator[]): Handle =>
  async (request) => {
    if (new URL(request.url).pathname.startsWith(CONTROL_PREFIX)) return answerControl(request, simulators)
    const simulator = await addressee(simulators, request)
    return simulator === undefined
      ? ownError(404, 'no simulated cloud speaks like this request')
      : simulator.fetch(request)
  }

const bind = (server: Server, port: number, host: string): Promise<void> =>
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

/** One HTTP server around a fetch-style handler. */
const listen = async (
  answer: Handle,
  { host = LOOPBACK, port: wanted = DEFAULT_PORT }: ServeOptions,
): Promise<Omit<RunningServer, 'simulators'>> => {
  // srvx's own type asks for what HTTP/2 requests have too; it does without on HTTP/1.
  const handle = toNodeHandler(answer) as (request: IncomingMessage, response: ServerResponse) => unknown
  const server = createServer((request, response) => {
    Promise.resolve(handle(request, response)).catch(() => request.socket.destroy())
  })
  await bind(server, wanted, host)
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () => closeServer(server),
  }
}

/**
 * Serves the simulators over HTTP on one port.
 *
 * @throws what `listen` throws when the port is taken or the host is not this machine's; DataFileError when the data
 * file cannot be used.
 */
export const serve = async (options: ServeOptions = {}): Promise<RunningServer> => {
  const simulators = options.simulators ?? createAll(options)
  const { data: path, notify = () => undefined } = options
  const data = path === undefined ? undefined : await openDataFile(path, simulators, options)
  const answer = handlerOf(simulators)
  try {
    const server = await listen(data === undefined ? answer : keeping(answer, data, notify), options)
    return { ...server, simulators, close: () => server.close().finally(() => data?.close()) }
  } catch (error) {
    await data?.close()
    throw error
  }
}
