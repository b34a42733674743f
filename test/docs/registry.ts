import { createServer, type IncomingMessage } from 'node:http'

/** As much of npm's registry, and of the service that vouches for a run of a workflow, as a publish needs. */
export interface Registry {
  readonly url: string
  /** Method, path and credentials of what came in, reads of the package aside. */
  readonly seen: readonly string[]
  /** The manifests of the versions that were published. */
  readonly published: readonly unknown[]
  stop(): Promise<void>
}

export async function startRegistry(): Promise<Registry> {
  const seen: string[] = []
  const published: unknown[] = []
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request
    const [path = ''] = url.split('?')
    const body = await textOf(request)
    if (path !== '/polykms' || method !== 'GET')
      seen.push(`${method} ${path} with ${request.headers.authorization?.replace('Bearer ', '')}`)
    if (method === 'PUT') published.push(...Object.values(JSON.parse(body).versions))
    const answers: Readonly<Record<string, object>> = {
      '/id-token': { value: 'an id token' },
      '/-/npm/v1/oidc/token/exchange/package/polykms': { token: 'a token for one publish' },
    }
    const answer = answers[path] ?? {}
    response.writeHead(method === 'GET' && path === '/polykms' ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the registry has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    published,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
