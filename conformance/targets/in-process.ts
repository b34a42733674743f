import { type Transport, TransportFailure } from '../../src/index.ts'
import type { createSimulator, SimulatedCloud } from '../simulators/index.ts'

/**
 * Hands requests to a simulator as they are: what `fetchTransport(simulator.fetch)` does, without a `Request` and a
 * `Response` in between, which cost more than most answers. A run of the suite makes some 10,000 calls.
 */
export function inProcessTransport(simulator: ReturnType<typeof createSimulator<SimulatedCloud>>): Transport {
  return async ({ method, url, headers, body }, signal) => {
    const bytes = Buffer.from(body)
    const request = { method, url: new URL(url), headers: new Headers(headers), signal }
    try {
      const isLong = bytes.byteLength > simulator.bodyLimitBytes
      const reply = await simulator.answer({ ...request, body: isLong ? undefined : bytes })
      return { status: reply.status, headers: reply.headers, body: Buffer.from(reply.body).toString('utf8') }
    } catch {
      throw new TransportFailure('cut', 'the simulator cut the connection')
    }
  }
}
