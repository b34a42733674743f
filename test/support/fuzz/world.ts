import { createSimulator, type SimulatedCloud } from '../../../conformance/simulators/index.ts'
import { inProcessTransport } from '../../../conformance/targets/in-process.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import { createClient } from '../../../src/index.ts'
import type { Provider } from '../../../src/provider.ts'
import type { WireRequest } from '../../../src/wire.ts'

/** What calls leave behind whatever they are answered: nonces that are used up, failures that are counted. */
const BOOKKEEPING = new Set(['kernel', 'nonces', 'lockouts', 'rates'])

export interface FuzzWorld {
  readonly cloud: SimulatedCloud
  readonly simulator: ReturnType<typeof createSimulator<SimulatedCloud>>
  readonly keyId: string
  readonly actions: readonly string[]
  /** A request for an action, signed whatever its body is. */
  signed(action: string, body: string): Promise<WireRequest>
  /** Keys and all that belongs to them, as text. */
  state(): string
}

const ACTIONS: Readonly<Record<SimulatedCloud, readonly string[]>> = {
  aws: [
    'CreateKey',
    'Encrypt',
    'Decrypt',
    'ListKeys',
    'DescribeKey',
    'CreateGrant',
    'TagResource',
    'ImportKeyMaterial',
  ],
  quilibrium: ['CreateKey', 'Encrypt', 'Decrypt', 'ListKeys', 'DescribeKey', 'CreateGrant', 'TagResource', 'Sign'],
  alibaba: ['CreateKey', 'Encrypt', 'Decrypt', 'ListKeys', 'DescribeKey', 'TagResources', 'ImportKeyMaterial'],
  huawei: ['create-key', 'encrypt-data', 'decrypt-data', 'list-keys', 'describe-key', 'create-grant', 'create-datakey'],
  otc: ['create-key', 'encrypt-data', 'decrypt-data', 'list-keys', 'describe-key', 'create-grant', 'create-datakey'],
}

/** A simulator with a key in it, and a caller whom it knows. */
export async function fuzzWorld(cloud: SimulatedCloud): Promise<FuzzWorld> {
  const simulator = createSimulator(cloud)
  const local = localCloud(cloud)
  const provider: Provider = await local.provider({ region: local.regions[0] })
  const transport = inProcessTransport(simulator)
  const { keyId } = await createClient(provider, { transport }).createKey({ description: 'before' })
  const { signal } = new AbortController()
  const context = {
    now: () => new Date(),
    send: (request: WireRequest) => transport(request, signal),
    signal,
    refresh: false,
  }
  return {
    cloud,
    simulator,
    keyId,
    actions: ACTIONS[cloud],
    signed: (action, body) => {
      // The clients refuse names that no action has, so one that they know is put in place of.
      const known = ACTIONS[cloud].find((name) => /^describe-?key$/i.test(name)) ?? ''
      const { method, url, headers } = provider.raw(known, {})
      const named = Object.entries(headers).map(([name, value]) => [name, value.replace(known, () => action)])
      const request = { method, url: url.replace(known, () => action), headers: Object.fromEntries(named) }
      return provider.authenticate({ ...request, body: method === 'GET' ? '' : body }, context)
    },
    state: () => {
      const { tables } = simulator.control.snapshot()
      return JSON.stringify(Object.entries(tables).filter(([name]) => !BOOKKEEPING.has(name)))
    },
  }
}
