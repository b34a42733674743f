import { type HttpHandler, HttpResponse, http } from 'msw'
import type { AnySimulator } from './shared/simulator.ts'

/** What a handler needs of a simulator; any cloud's will do. */
type Mountable = Pick<AnySimulator, 'hosts' | 'fetch'>

const answer = async (simulator: Mountable, request: Request): Promise<Response> => {
  try {
    return await simulator.fetch(request)
  } catch {
    return HttpResponse.error()
  }
}

/**
 * Handlers for msw that answer for every host of the simulated clouds.
 *
 * A fault that cuts the connection becomes msw's network error. Use `onUnhandledRequest: 'error'` with them, so that a
 * misspelt endpoint does not leave the process.
 */
export const mswHandlers = (...simulators: readonly Mountable[]): HttpHandler[] =>
  simulators.flatMap((simulator) =>
    simulator.hosts.map((host) => http.all(host, ({ request }) => answer(simulator, request))),
  )
