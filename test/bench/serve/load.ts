import { connect, type Socket } from 'node:net'
import type { WireRequest } from '../../../src/wire.ts'

/** A request as the bytes that go over the wire: prepared, so that the load costs the measured server's machine little. */
export function bytesOf({ method, url, headers, body }: WireRequest): Buffer {
  const { host, pathname, search } = new URL(url)
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`)
  const length = Buffer.byteLength(body ?? '')
  const head = [`${method} ${pathname}${search} HTTP/1.1`, ...lines, `content-length: ${length}`, '', ''].join('\r\n')
  return Buffer.from(head + (body ?? ''))
}

/**
 * Sends each request once over `concurrency` connections that stay open, and waits for all answers.
 *
 * @returns Milliseconds taken.
 * @throws Error for any answer other than 200.
 */
export async function send(port: number, requests: readonly Buffer[], concurrency: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: concurrency }, () => open(port)))
  let next = 0
  const startedMs = performance.now()
  await Promise.all(
    sockets.map(async (socket) => {
      for (let request = requests[next]; request !== undefined; request = requests[next]) {
        next += 1
        await roundTrip(socket, request)
      }
    }),
  )
  const tookMs = performance.now() - startedMs
  for (const socket of sockets) socket.destroy()
  return tookMs
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

function roundTrip(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const fail = () => reject(new Error('the server closed a connection'))
    const onData = (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const end = received.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = received.toString('latin1', 0, end)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (received.length < end + 4 + length) return
      socket.off('data', onData).off('close', fail)
      if (head.startsWith('HTTP/1.1 200')) resolve()
      else reject(new Error(`answered ${received.toString('utf8', 0, 400)}`))
    }
    socket.on('data', onData).once('close', fail)
    socket.write(request)
  })
}
