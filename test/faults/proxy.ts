import http from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReplyFault = 'reset-mid-body' | 'slow-first-byte' | 'slow-body'

export interface Strike {
  readonly kind: ReplyFault
  /** Longer than the client waits. */
  readonly delayMs: number
  /** Asked when a reply has come from the service: is it the one? */
  readonly isDue: () => boolean
}

export interface FaultProxy {
  readonly port: number
  /** Spoils the way of one reply. */
  strike(strike: Strike): void
  clear(): void
  /** Waits until the service has answered all that was passed on, also for clients that have gone. */
  idle(): Promise<void>
  /** Closes what is open, so that the next client begins with a new connection. */
  disconnect(): void
  close(): Promise<void>
}

interface Reply {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** Stands between a client and a service, passes requests on as they are, and can spoil the way of a reply. */
export async function startProxy(targetPort: number): Promise<FaultProxy> {
  const agent = new http.Agent({ keepAlive: true })
  let armed: Strike | undefined
  const running = new Set<Promise<Reply>>()
  const server = http.createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const forwarded = forward(request, targetPort, agent)
    running.add(forwarded)
    const reply = await forwarded.finally(() => running.delete(forwarded))
    const strike = armed?.isDue() === true ? armed : undefined
    if (strike === undefined) {
      send(response, reply)
      return
    }
    armed = undefined
    spoil(strike, reply, response)
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    strike: (strike) => {
      armed = strike
    },
    clear: () => {
      armed = undefined
    },
    idle: async () => {
      await Promise.allSettled(running)
    },
    disconnect: () => server.closeAllConnections(),
    close: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

async function forward(request: http.IncomingMessage, port: number, agent: http.Agent): Promise<Reply> {
  const body = await read(request)
  const { method, url, headers } = request
  return new Promise((resolve, reject) => {
    const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers, agent }, (reply) => {
      const { statusCode: status = 0, headers: received } = reply
      read(reply).then((bytes) => resolve({ status, headers: received, body: bytes }), reject)
    })
    onward.on('error', reject)
    onward.end(body)
  })
}

async function read(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function send(response: http.ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers)
  response.end(body)
}

function spoil({ kind, delayMs }: Strike, reply: Reply, response: http.ServerResponse): void {
  const { status, headers, body } = reply
  const later = (act: () => void) => {
    const timer = setTimeout(act, delayMs)
    response.on('close', () => clearTimeout(timer))
  }
  // A reply without a body breaks off in its head.
  const half = body.byteLength >>> 1
  if (kind === 'slow-first-byte' || (kind === 'slow-body' && body.byteLength === 0)) {
    later(() => send(response, reply))
    return
  }
  const { socket } = response
  if (kind === 'reset-mid-body' && body.byteLength === 0) {
    socket?.write(`HTTP/1.1 ${status} OK\r\nconte`, () => setImmediate(() => socket.resetAndDestroy()))
    return
  }
  response.writeHead(status, headers)
  if (kind === 'slow-body') {
    response.write(body.subarray(0, half))
    later(() => response.end(body.subarray(half)))
    return
  }
  response.write(body.subarray(0, half), () => setImmediate(() => socket?.resetAndDestroy()))
}
