import { type MatrixCloud, matrix } from '../../../conformance/matrix/index.ts'
import { createSimulator, type SimulatedCloud } from '../../../conformance/simulators/index.ts'
import { inProcessTransport } from '../../../conformance/targets/in-process.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import { createClient } from '../../../src/index.ts'
import type { OperationName } from '../../../src/operations/index.ts'
import type { Provider } from '../../../src/provider.ts'
import type { WireRequest } from '../../../src/wire.ts'

/** What calls leave behind whatever they are answered: nonces that are used up, failures that are counted. */
const BOOKKEEPING = new Set(['kernel', 'nonces', 'lockouts', 'rates'])

export interface FuzzWorld {
  readonly provider: Provider
  readonly simulator: ReturnType<typeof createSimulator<SimulatedCloud>>
  readonly keyId: string
  readonly actions: readonly string[]
  /** A request for an action, signed whatever its body is. */
  signed(action: string, body: string): Promise<WireRequest>
  /** Keys and all that belongs to them, as text. */
  state(): string
}

/** The most different ones, where a cloud has many; of any other cloud, all that its table names. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
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

/** The actions of a cloud's table, as they are called on the wire, that do one of our operations or any. */
function actionsOf(cloud: MatrixCloud, operation?: OperationName): readonly string[] {
  const cells = matrix([cloud]).cells.filter((cell) => operation === undefined || cell.operation === operation)
  return [...new Set(cells.map(({ action }) => action))]
}

/** A simulator with a key in it, and a caller whom it knows. */
export async function fuzzWorld(cloud: SimulatedCloud & MatrixCloud): Promise<FuzzWorld> {
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
    provider,
    simulator,
    keyId,
    actions: ACTIONS[cloud] ?? actionsOf(cloud),
    signed: (action, body) => {
      // The clients refuse names that no action has, so one that they know is put in place of.
      const known = actionsOf(cloud, 'describeKey')[0] ?? ''
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
