import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerControl, CONTROL_LIMIT_BYTES, CONTROL_PREFIX } from './control-surface.ts'
import { createSimulator, type SimulatedCloud, simulatedClouds } from './index.ts'
import { errorCode } from './shared/data-file/errors.ts'
import { type DataFile, type DataFileOptions, openDataFile } from './shared/data-file/index.ts'
import type { Credential } from './shared/engine.ts'
import type { Answer, IncomingRequest, RequestHead } from './shared/http.ts'
import { type Handle, nodeListener, withoutBody } from './shared/node-server.ts'
import type { AnySimulator } from './shared/simulator.ts'

export { DataFileError } from './shared/data-file/index.ts'

const DEFAULT_PORT = 4580
const LOOPBACK = '127.0.0.1'

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
const addressee = (simulators: readonly AnySimulator[], request: IncomingRequest): AnySimulator | undefined => {
  const candidates: AnySimulator[] = []
  for (const simulator of simulators) {
    const recognised = simulator.recognise(request)
    if (recognised === 'caller') return simulator
    if (recognised === 'dialect') candidates.push(simulator)
  }
  // A login names its caller in the body alone.
  const { body } = request
  if (candidates.length < 2 || body === undefined || body.byteLength > LOGIN_LIMIT_BYTES) return candidates[0]
  return candidates.find((simulator) => simulator.recognise(request, body) === 'caller') ?? candidates[0]
}

/** An answer of the server's own, in no cloud's envelope. */
const ownError = (status: number, error: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error }),
})

/** No answer before all that it tells of is on the disk. */
const keeping = (handle: Handle, data: DataFile, notify: (notice: string) => void): Handle => {
  let isTold = false
  return async (request) => {
    const answer = await handle(request)
    try {
      await data.commit()
      return answer
    } catch (error) {
      if (!isTold) notify(`the data file cannot be written (${errorCode(error)}): every call is refused from now on`)
      isTold = true
      return ownError(503, 'the data file cannot be written')
    }
  }
}

const isControl = ({ url }: RequestHead): boolean => url.pathname.startsWith(CONTROL_PREFIX)

/** One port for all clouds; rejects where the connection is to be cut. */
const handlerOf =
  (simulators: readonly AnySimulator[]): Handle =>
  async (request) => {
    if (isControl(request)) return answerControl(request, simulators)
    const simulator = addressee(simulators, request)
    if (simulator === undefined) return ownError(404, 'no simulated cloud speaks like this request')
    const { body } = request
    const isLong = body !== undefined && body.byteLength > simulator.bodyLimitBytes
    return simulator.answer(isLong ? withoutBody(request) : request)
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

/** One HTTP server around a handler. */
const listen = async (
  handle: Handle,
  bodyLimitOf: (head: RequestHead) => number,
  { host = LOOPBACK, port: wanted = DEFAULT_PORT }: ServeOptions,
): Promise<Omit<RunningServer, 'simulators'>> => {
  const server = createServer(nodeListener(handle, bodyLimitOf))
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
    const handle = data === undefined ? answer : keeping(answer, data, notify)
    const longest = Math.max(...simulators.map(({ bodyLimitBytes }) => bodyLimitBytes))
    const server = await listen(handle, (head) => (isControl(head) ? CONTROL_LIMIT_BYTES : longest), options)
    return { ...server, simulators, close: () => server.close().finally(() => data?.close()) }
  } catch (error) {
    await data?.close()
    throw error
  }
}
