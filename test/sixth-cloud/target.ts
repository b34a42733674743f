// target.ts
import { type AttemptEvent, createClient, fetchTransport } from 'polykms'
import type { Target } from 'polykms/conformance'
import { acorn } from './provider.ts'
import type { createAcorn } from './server.ts'

/** The fake server as a target. A real account would be one too, without `control`. */
export function acornTarget(server: ReturnType<typeof createAcorn>): Target {
  let last: AttemptEvent | undefined
  const client = (secret: string) =>
    createClient(acorn({ accessKey: 'test', secret }), {
      // The cloud, not polykms, is asked about sizes; and a refusal is wanted as it comes.
      limits: 'send',
      retries: 0,
      transport: fetchTransport(server.fetch),
      onAttempt: (event) => {
        last = event
      },
    })
  return {
    cloud: 'acorn',
    name: 'fake server',
    kms: client('test'),
    lastAttempt: () => last,
    region: 'one',
    impostor: client('wrong'),
    control: {
      forceState: async () => {},
      makeKey: async () => undefined,
      advance: async (durationMs) => server.advance(durationMs),
      reset: async () => server.reset(),
    },
    settling: { consecutive: 1, intervalMs: 20, deadlineMs: 1_000 },
    close: async () => {},
  }
}
