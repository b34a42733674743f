import { Command, InvalidArgumentError } from 'commander'
import { DataFileError, serve } from '../../conformance/simulators/serve.ts'
import { UsageError } from './exit.ts'

interface ServeFlags {
  readonly port: number
  readonly host: string
  readonly seed?: string
  readonly data?: string
  readonly credentials?: readonly ServeCredential[]
}

interface ServeCredential {
  readonly cloud?: string
  readonly accessKeyId: string
  readonly secret: string
}

/** `polykms serve`: every simulated cloud on one port. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the simulated clouds on one port (access key "test", secret "test")')
    .option('--port <port>', 'port; 0 takes any free one', parsePort, 4580)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--seed <seed>', 'makes ids and randomness repeatable')
    .option('--credentials <[cloud=]id:secret>', 'one more caller; repeatable', collectCredential)
    .option('--data <file>', 'keep the state, key material included, in this file')
    .action(async ({ port, host, seed, data, credentials = [] }: ServeFlags) => {
      const server = await start({
        port,
        host,
        credentials,
        ...(seed !== undefined && { seed }),
        ...(data !== undefined && { data }),
        notify: (notice) => process.stderr.write(`polykms serve: ${notice}\n`),
      })
      process.stdout.write(`polykms serve: listening on ${server.url}\n`)
      await stopSignal()
      await server.close()
    })
}

async function start(options: Parameters<typeof serve>[0] & { port: number; host: string }) {
  try {
    return await serve(options)
  } catch (error) {
    if (error instanceof DataFileError) throw new UsageError(error.message)
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === undefined) throw error
    const advice = Object.hasOwn(NOT_LISTENING, code) ? `: ${NOT_LISTENING[code]}` : ''
    throw new UsageError(`cannot listen on ${options.host}:${options.port}${advice} (${code})`)
  }
}

const NOT_LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program does; --port 0 takes any free port',
  EACCES: 'the port is reserved; take one above 1023',
  EADDRNOTAVAIL: 'the address is none of this machine; without --host it is 127.0.0.1',
  ENOTFOUND: 'the name has no address; without --host it is 127.0.0.1',
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => resolve()
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
  })
}

function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535')
}

function collectCredential(text: string, before: readonly ServeCredential[] = []): readonly ServeCredential[] {
  const match = /^(?:([a-z]+)=)?([^:=]+):(.+)$/.exec(text)
  const [, cloud, accessKeyId, secret] = match ?? []
  if (accessKeyId === undefined || secret === undefined) throw new InvalidArgumentError('write it as [cloud=]id:secret')
  return [...before, { accessKeyId, secret, ...(cloud !== undefined && { cloud }) }]
}
