import { setTimeout as sleep } from 'node:timers/promises'
import { startServer, type TestServer } from './server.ts'

/** What a request asks the server to do, by the name of the key that it describes. */
export const BEHAVIOURS = ['answers', 'silent', 'slow-body', 'refuses', 'late'] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

export interface BadServer extends TestServer {
  /** Requests that are neither answered nor given up by their client. */
  busy(): number
}

/** A service that speaks AWS's protocol and is slow in every way a service can be. */
export async function startBadServer(): Promise<BadServer> {
  let busy = 0
  const server = await startServer((request, response, { body }) => {
    busy += 1
    const done = () => {
      busy -= 1
    }
    response.once('close', done)
    const { KeyId } = JSON.parse(body.toString('utf8')) as { KeyId: Behaviour }
    const reply = JSON.stringify({ KeyMetadata: { KeyId, KeyState: 'Enabled' } })
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': Buffer.byteLength(reply) }
    const answer = async () => {
      if (KeyId === 'silent') return
      if (KeyId === 'refuses') {
        response.writeHead(500).end('{"__type":"KMSInternalException"}')
        return
      }
      if (KeyId === 'late') await sleep(8)
      if (request.destroyed) return
      response.writeHead(200, headers)
      if (KeyId === 'slow-body') {
        // A byte now and then keeps the connection alive, and never ends.
        response.write(reply.slice(0, 3))
        const timer = setInterval(() => response.write(' '), 5)
        response.once('close', () => clearInterval(timer))
        return
      }
      response.end(reply)
    }
    answer().catch(() => response.destroy())
  })
  return { ...server, busy: () => busy }
}
