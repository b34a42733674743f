import type { KeyState } from '../../src/index.ts'
import { fetchTransport, type Transport } from '../../src/index.ts'
import { createSimulator, type SimulatedCloud } from '../simulators/index.ts'
import type { Target, TargetControl } from '../target.ts'
import { watchedClient } from './client.ts'
import { type LocalAccess, localCloud } from './local.ts'

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
  const mounted = via === 'msw' ? await mountInMsw(simulator) : { transport: fetchTransport(simulator.fetch) }
  const client = async (access: LocalAccess) => watchedClient(await local.provider(access), mounted.transport)
  const { kms, lastAttempt } = await client({ region })
  return {
    cloud,
    name: 'simulator',
    kms,
    lastAttempt,
    region,
    other: { region: otherRegion, kms: (await client({ region: otherRegion })).kms },
    impostor: (await client({ region, secret: 'wrong' })).kms,
    control: controlOf(simulator, region),
    // Simulators are consistent unless told otherwise: one read is enough, and nothing takes long.
    settling: { consecutive: 1, intervalMs: 20, deadlineMs: 1_000 },
    close: async () => mounted.close?.(),
  }
}

function controlOf(simulator: AnyOurs, region: string): TargetControl {
  const { control } = simulator
  return {
    forceState: async (keyId: string, state: KeyState) => {
      control.putKey({ keyId, state, region })
    },
    makeKey: async (kind) => {
      if (kind === 'custom-store') return control.putKey({ origin: 'KEY_STORE', region }).keyId
      if (kind === 'multi-region-replica') return control.putKey({ multiRegion: 'REPLICA', region }).keyId
      return undefined
    },
    advance: async (durationMs: number) => {
      control.clock.advance(durationMs)
    },
  }
}

async function mountInMsw(simulator: AnyOurs): Promise<{ transport?: Transport; close?: () => void }> {
  const [{ setupServer }, { mswHandlers }] = await Promise.all([import('msw/node'), import('../simulators/msw.ts')])
  const server = setupServer(...mswHandlers(simulator))
  server.listen({ onUnhandledRequest: 'error' })
  return { close: () => server.close() }
}
