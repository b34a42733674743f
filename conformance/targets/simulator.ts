import type { Transport } from '../../src/index.ts'
import { createTransport } from '../../src/transport.ts'
import { createSimulator, type SimulatedCloud } from '../simulators/index.ts'
import type { Target, TargetControl } from '../target.ts'
import { watchedClient } from './client.ts'
import { inProcessTransport } from './in-process.ts'
import { type LocalAccess, type LocalCloud, localCloud, projectOf } from './local.ts'
import { type PortableKey, portableKeys } from './portable-keys.ts'
import { createRecorder, type WireRecorder } from './recording.ts'

/** `msw`: axios, Node's http and msw are part of what is tested; `direct`: the simulator is called as a function. */
export type Via = 'msw' | 'direct'

export interface SimulatorTargetOptions {
  readonly cloud: SimulatedCloud
  readonly via?: Via
  readonly region?: string | undefined
  readonly seed?: string | number | undefined
  /** A simulator of this cloud that exists already; default: a new one. */
  readonly simulator?: AnyOurs
}

type AnyOurs = ReturnType<typeof createSimulator<SimulatedCloud>>

/** A simulator of ours as a target: client → axios → msw → simulator. */
export async function createSimulatorTarget(options: SimulatorTargetOptions): Promise<Target> {
  const { cloud, via = 'msw', seed } = options
  const local = localCloud(cloud)
  const simulator = options.simulator ?? createSimulator(cloud, seed === undefined ? {} : { seed })
  const [first, second] = local.regions
  const region = options.region ?? first
  const otherRegion = region === second ? first : second
  const mounted = via === 'msw' ? await mountInMsw(simulator) : { transport: inProcessTransport(simulator) }
  const recorder = createRecorder()
  const client = async (access: LocalAccess) => watchedClient(await local.provider(access), mounted.transport, recorder)
  const { kms, lastAttempt, resend } = await client({ region })
  return {
    cloud,
    name: 'simulator',
    kms,
    lastAttempt,
    resend,
    region,
    other: { region: otherRegion, kms: (await client({ region: otherRegion })).kms, ...projectOf(local, otherRegion) },
    ...(local.grantee !== undefined && { grantee: local.grantee }),
    impostor: (await client({ region, secret: 'wrong' })).kms,
    ...tokenClientOf(local, region, mounted.transport, recorder),
    recorder,
    control: controlOf(simulator, region),
    // Simulators are consistent unless told otherwise: one read is enough, and nothing takes long.
    settling: { consecutive: 1, intervalMs: 20, deadlineMs: 2_000 },
    close: async () => mounted.close?.(),
  }
}

function tokenClientOf(
  local: LocalCloud,
  region: string,
  given: Transport | undefined,
  recorder: WireRecorder,
): Pick<Target, 'tokenClient'> {
  const { withToken } = local
  if (withToken === undefined) return {}
  const transport = given ?? createTransport()
  return {
    tokenClient: async () =>
      watchedClient(await withToken({ region }, recorder.around(transport)), transport, recorder).kms,
  }
}

function controlOf(simulator: AnyOurs, region: string): TargetControl {
  const { control } = simulator
  // Every cloud's putKey takes these portable words and ignores what it does not know.
  const putKey = control.putKey as (input: PortableKey) => { readonly keyId: string }
  return {
    forceState: async (keyId, state) => {
      putKey({ keyId, state, region })
    },
    makeKey: async (kind, state) => {
      const wanted = portableKeys[kind]
      if (wanted === undefined) return undefined
      try {
        return putKey({ ...wanted, state, region, ...(state === 'PendingImport' && { origin: 'EXTERNAL' }) }).keyId
      } catch (error) {
        // The cloud has no such key.
        if (error instanceof TypeError) return undefined
        throw error
      }
    },
    advance: async (durationMs) => {
      control.clock.advance(durationMs)
    },
    reset: async () => control.reset(),
  }
}

async function mountInMsw(simulator: AnyOurs): Promise<{ transport?: Transport; close?: () => void }> {
  const [{ setupServer }, { mswHandlers }] = await Promise.all([import('msw/node'), import('../simulators/msw.ts')])
  const server = setupServer(...mswHandlers(simulator))
  server.listen({ onUnhandledRequest: 'error' })
  return { close: () => server.close() }
}
