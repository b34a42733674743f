import { createHash, createHmac } from 'node:crypto'
import http from 'node:http'
import type { CreateVariant } from './variant.ts'

/** One request, ready to be sent but for its length. */
export interface FloorRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The least that a signed call can cost here: keep-alive `node:http`, minimal signing, `JSON.parse`, no checks. */
export function createFloor(sign: (host: string) => FloorRequest): CreateVariant {
  return async (port) => {
    const agent = new http.Agent({ keepAlive: true })
    const host = `127.0.0.1:${port}`
    return {
      call: () =>
        new Promise((resolve, reject) => {
          const { path, body, headers: signed } = sign(host)
          const headers = { ...signed, 'content-length': Buffer.byteLength(body) }
          const request = http.request({ port, host: '127.0.0.1', method: 'POST', path, agent, headers })
          request.on('error', reject)
          request.on('response', (response) => {
            const chunks: Buffer[] = []
            response.on('data', (chunk: Buffer) => chunks.push(chunk))
            response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))))
          })
          request.end(body)
        }),
      close: () => agent.destroy(),
    }
  }
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text)

/** Now, as `YYYYMMDDTHHMMSSZ`. */
export const basicDate = () => new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
