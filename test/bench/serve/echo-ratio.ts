import { send } from './load.ts'
import { type Server, startServer } from './processes.ts'
import { callerOf } from './requests.ts'

const CONCURRENCY = 64

export interface EchoRatio {
  /** Median of serve's requests per second against the echo server's, round by round. */
  readonly throughput: number
  readonly least: number
  readonly most: number
  /** Median of the CPU time of one request against the echo server's. */
  readonly cpu: number
}

/** The same signed Encrypt requests to `serve` and to a server that only sends them back, in turns. */
export async function measureEcho(cloud: string, rounds: number, requests: number): Promise<EchoRatio> {
  const [simulators, echo] = await Promise.all([startServer('simulators'), startServer('echo')])
  try {
    const { kms, prepare } = await callerOf(cloud, simulators.port)
    const { keyId } = await kms.createKey()
    const plaintext = new Uint8Array(32)
    const ratios: { throughput: number; cpu: number }[] = []
    for (let round = -1; round < rounds; round += 1) {
      const signed = await prepare(requests, (client) => client.encrypt({ keyId, plaintext }))
      const served = await measured(simulators, signed)
      const echoed = await measured(echo, signed)
      // The first round warms both up.
      if (round >= 0) ratios.push({ throughput: echoed.wallMs / served.wallMs, cpu: served.cpuMs / echoed.cpuMs })
    }
    const throughputs = ratios.map(({ throughput }) => throughput)
    return {
      throughput: median(throughputs),
      least: Math.min(...throughputs),
      most: Math.max(...throughputs),
      cpu: median(ratios.map(({ cpu }) => cpu)),
    }
  } finally {
    await Promise.all([simulators.stop(), echo.stop()])
  }
}

async function measured(server: Server, requests: readonly Buffer[]): Promise<{ wallMs: number; cpuMs: number }> {
  const before = await server.cpuMs()
  const wallMs = await send(server.port, requests, CONCURRENCY)
  return { wallMs, cpuMs: (await server.cpuMs()) - before }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
