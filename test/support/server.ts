import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { WireRequest } from '../../src/wire.ts'

interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

export interface TestServer {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
  /** What came in, complete. */
  readonly received: readonly ReceivedRequest[]
  /** Every connection ever made. */
  readonly connections: readonly Socket[]
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, received: ReceivedRequest) => void

/** A server on loopback that lives as long as the test; with `tls` it speaks HTTPS. */
export async function startServer(handler: Handler, tls?: { key: string; cert: string }): Promise<TestServer> {
  const received: ReceivedRequest[] = []
  const connections: Socket[] = []
  const onRequest = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const whole = { method, path, headers, body: Buffer.concat(chunks) }
      received.push(whole)
      handler(request, response, whole)
    })
  }
  const server = tls === undefined ? http.createServer(onRequest) : https.createServer(tls, onRequest)
  server.on('connection', (socket: Socket) => {
    connections.push(socket)
    socket.on('error', () => {})
  })
  const port = await listen(server)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, received, connections }
}

export function listen(server: http.Server | https.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)) // it listens on TCP
  })
}

/** A port of loopback where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = http.createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

export function closed(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (socket === undefined || socket.destroyed) resolve()
    else socket.once('close', () => resolve())
  })
}

export function post(url: string, more: Partial<WireRequest> = {}): WireRequest {
  return { method: 'POST', url, headers: {}, body: '{}', ...more }
}
