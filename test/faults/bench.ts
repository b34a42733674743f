import { bringInto, makeKey } from '../../conformance/scenarios/arrange.ts'
import { scenarioOf } from '../../conformance/scenarios/index.ts'
import { createStage } from '../../conformance/scenarios/stage.ts'
import { createSimulator, type Snapshot } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'
import { localCloud } from '../../conformance/targets/local.ts'
import { createSimulatorTarget } from '../../conformance/targets/simulator.ts'
import { createClient, type KmsClient, type Provider } from '../../src/index.ts'
import { trialOf } from './actions.ts'
import type { FaultCloud } from './cells.ts'
import type { FaultCase } from './faults.ts'
import { providerFor } from './providers.ts'
import { type FaultProxy, startProxy } from './proxy.ts'
import type { Name, Resolver } from './resolver.ts'
import { operationOf, ownCall, type Subject } from './subjects.ts'

/** What a client waits for a reply under the faults that are slow; the fault lasts longer. */
export const TIMEOUT_MS = 5_000
export const SLOW_MS = 8_000

export type Plant = (provider: Provider) => Provider

/** A simulator behind a socket, and in front of it a proxy and a name that can be spoilt. */
export interface Bench {
  readonly cloud: FaultCloud
  readonly simulator: ReturnType<typeof createSimulator<FaultCloud>>
  readonly server: RunningServer
  readonly proxy: FaultProxy
  readonly name: Name
  /** Where clients find the service. */
  readonly endpoint: string
  /** What is put to the test in place of our provider as it is: a defect planted to see whether it is found. */
  readonly plant: Plant
  close(): Promise<void>
}

export async function startBench(
  cloud: FaultCloud,
  resolver: Resolver,
  plant: Plant = (provider) => provider,
): Promise<Bench> {
  const simulator = createSimulator(cloud)
  const server = await serve({ port: 0, simulators: [simulator] })
  const proxy = await startProxy(server.port)
  const name = resolver.name()
  const close = async () => {
    await proxy.close()
    await server.close()
  }
  return { cloud, simulator, server, proxy, name, endpoint: `http://${name.host}:${proxy.port}`, plant, close }
}

/** Arms a fault for the first request of an action. */
export function arm({ simulator, proxy, name }: Bench, { made }: FaultCase, action: string): void {
  if (made.by === 'simulator') simulator.control.faults.add({ ...made.fault, action })
  else if (made.by === 'resolver') name.strike(made.kind)
  else {
    const isDue = () => simulator.calls().at(-1)?.action === action
    proxy.strike({ kind: made.kind, delayMs: SLOW_MS, isDue })
  }
}

/** Back to a snapshot, with nothing armed and nothing connected. */
export function rewind({ simulator, proxy, name }: Bench, snapshot: Snapshot): void {
  simulator.control.restore(snapshot)
  proxy.clear()
  proxy.disconnect()
  name.clear()
}

/** Requests of an action that were tried: those that came, and those that found nobody. */
export function attemptsOf({ simulator, name }: Bench, action: string): number {
  return simulator.calls().filter((call) => call.action === action).length + name.struck()
}

export interface Prepared {
  /** The wire name of the operation's own action. */
  readonly action: string
  /** Makes the call, with a client. */
  ask(kms: KmsClient): Promise<unknown>
}

/** Brings a key to where the operation can be called on it; `undefined` if the cloud does not have the operation. */
export async function prepare(bench: Bench, subject: Subject): Promise<Prepared | undefined> {
  const { cloud, simulator } = bench
  const operation = operationOf(subject)
  const target = await createSimulatorTarget({ cloud, via: 'direct', simulator })
  if (!target.kms.supports(operation)) return undefined
  const { action, kind, state, cell } = trialOf(cloud, operation)
  // While a key is brought there the simulator is called directly; the question goes through the sockets.
  let current: KmsClient = target.kms
  // The boundary of a stand-in: whatever is asked of it, the client of the moment answers.
  const kms = new Proxy({} as KmsClient, { get: (_none, member) => Reflect.get(current, member) })
  const stage = createStage({ ...target, kms }, 'faults')
  const scenario = scenarioOf(cell)
  const key = await makeKey(stage, kind, state, scenario?.uses ?? false)
  const own = ownCall(subject, stage, key)
  const question = own === undefined ? await scenario?.ready(stage, key, state) : () => own(current)
  if (question === undefined) throw new Error(`${cloud} ${subject}: no call`)
  await bringInto(stage, key, state)
  return {
    action,
    ask: (client) => {
      current = client
      return question()
    },
  }
}

/** A client with nothing behind it: its first request opens the first connection. */
export async function freshClient({ cloud, endpoint, plant }: Bench, timeoutMs?: number): Promise<KmsClient> {
  const [region] = localCloud(cloud).regions
  const provider = plant(await providerFor(cloud, region, endpoint))
  return createClient(provider, timeoutMs === undefined ? {} : { timeoutMs })
}
