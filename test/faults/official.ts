import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateKeyCommand, DescribeKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms'
import { projectIdOf } from '../../conformance/simulators/huawei/index.ts'
import { localCloud } from '../../conformance/targets/local.ts'
import { isKmsError, mapConcurrent } from '../../src/index.ts'
import { loadCore, sender } from '../interop/differential/huawei/clients.ts'
import { Kms, kmsClient } from '../support/alibaba-sdk.ts'
import { trialOf } from './actions.ts'
import { arm, attemptsOf, type Bench, freshClient, startBench, TIMEOUT_MS } from './bench.ts'
import { FAULTS, type FaultCase } from './faults.ts'
import type { Resolver } from './resolver.ts'

/** One call that reads, one that makes something, and one that is refused the second time. */
export const COMPARED = ['describeKey', 'createKey', 'scheduleKeyDeletion'] as const
export type Compared = (typeof COMPARED)[number]

type Calls = { readonly [K in Compared]: (keyId: string) => Promise<unknown> }
type MakeCalls = (bench: Bench) => Calls | Promise<Calls>

export const OFFICIAL_CLOUDS = ['aws', 'alibaba', 'huawei'] as const
export type OfficialCloud = (typeof OFFICIAL_CLOUDS)[number]

/** With the settings they come with, but for a timeout where they have one: by default some wait without end. */
const official: { readonly [C in OfficialCloud]: { readonly name: string; readonly calls: MakeCalls } } = {
  aws: { name: '@aws-sdk/client-kms', calls: awsCalls },
  alibaba: { name: '@alicloud/kms20160120', calls: alibabaCalls },
  huawei: { name: '@huaweicloud/huaweicloud-sdk-core', calls: huaweiCalls },
}

export function officialName(cloud: OfficialCloud): string {
  return official[cloud].name
}

export interface Comparison {
  readonly cloud: OfficialCloud
  readonly client: 'official' | 'polykms'
  readonly operation: Compared
  readonly fault: string
  readonly attempts: number
  /** The final error as the client names it; `undefined`: it succeeded. */
  readonly error: string | undefined
  /** Keys beyond the one that was asked for. */
  readonly duplicates: number
}

/** The same faults, clouds and calls for the official client and for ours. */
export async function compareClients(resolver: Resolver, faults: readonly FaultCase[] = FAULTS): Promise<Comparison[]> {
  const home = mkdtempSync(join(tmpdir(), 'polykms-faults-'))
  const before = process.env['HOME']
  // Huawei's client writes an id file there.
  process.env['HOME'] = home
  try {
    const runs = OFFICIAL_CLOUDS.flatMap((cloud) =>
      COMPARED.flatMap((operation) =>
        (['official', 'polykms'] as const).flatMap((client) =>
          faults.map((fault) => ({ cloud, operation, client, fault })),
        ),
      ),
    )
    return await mapConcurrent(runs, (run) => compareOne(run, resolver), { concurrency: 40 })
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, 'HOME')
    else process.env['HOME'] = before
    rmSync(home, { recursive: true, force: true })
  }
}

type Run = Pick<Comparison, 'cloud' | 'operation' | 'client'> & { readonly fault: FaultCase }

/** Each on a bench of its own: some clients keep connections for the whole process, and would be told of the last fault. */
async function compareOne({ fault, ...run }: Run, resolver: Resolver): Promise<Comparison> {
  const { cloud, operation, client } = run
  const bench = await startBench(cloud, resolver)
  try {
    const { keyId } = bench.simulator.control.putKey({})
    const { action } = trialOf(cloud, operation)
    const calls = client === 'official' ? await official[cloud].calls(bench) : await ourCalls(bench, fault)
    const before = keysIn(bench)
    arm(bench, fault, action)
    const error = await calls[operation](keyId).then((reply) => missing(operation, reply), nameOf)
    await bench.proxy.idle()
    const duplicates = Math.max(0, keysIn(bench) - before - 1)
    return { ...run, fault: fault.id, attempts: attemptsOf(bench, action), error, duplicates }
  } finally {
    await bench.close()
  }
}

/** A call that succeeds must give what it was made for. */
function missing(operation: Compared, reply: unknown): string | undefined {
  if (operation === 'scheduleKeyDeletion' || /"key_?id":/i.test(JSON.stringify(reply) ?? '')) return undefined
  return 'no error, and no key in the reply'
}

const keysIn = ({ simulator }: Bench) => simulator.control.snapshot().tables['keys']?.rows.length ?? 0

async function ourCalls(bench: Bench, fault: FaultCase): Promise<Calls> {
  const kms = await freshClient(bench, fault.code === 'Timeout' ? TIMEOUT_MS : undefined)
  return {
    describeKey: (keyId) => kms.describeKey({ keyId }),
    createKey: () => kms.createKey({}),
    scheduleKeyDeletion: (keyId) => kms.scheduleKeyDeletion({ keyId }),
  }
}

function awsCalls({ endpoint }: Bench): Calls {
  const client = new KMSClient({
    endpoint,
    region: localCloud('aws').regions[0],
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    requestHandler: { requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true },
  })
  return {
    describeKey: (KeyId) => client.send(new DescribeKeyCommand({ KeyId })),
    createKey: () => client.send(new CreateKeyCommand({})),
    scheduleKeyDeletion: (KeyId) => client.send(new ScheduleKeyDeletionCommand({ KeyId })),
  }
}

function alibabaCalls({ name, proxy }: Bench): Calls {
  const account = { accessKeyId: 'test', accessKeySecret: 'test' }
  const kms = kmsClient(proxy.port, account, { endpoint: `${name.host}:${proxy.port}`, readTimeout: TIMEOUT_MS })
  return {
    describeKey: (keyId) => kms.describeKey(new Kms.DescribeKeyRequest({ keyId })),
    createKey: () => kms.createKey(new Kms.CreateKeyRequest({})),
    scheduleKeyDeletion: (keyId) =>
      kms.scheduleKeyDeletion(new Kms.ScheduleKeyDeletionRequest({ keyId, pendingWindowInDays: 7 })),
  }
}

async function huaweiCalls({ endpoint }: Bench): Promise<Calls> {
  const projectId = projectIdOf(localCloud('huawei').regions[0])
  const send = sender(await loadCore(), endpoint, { accessKey: 'test', secretKey: 'test', projectId })
  let made = 0
  return {
    describeKey: (key_id) => send('POST', 'describe-key', { key_id }),
    createKey: () => {
      made += 1
      return send('POST', 'create-key', { key_alias: `faults-${made}` })
    },
    scheduleKeyDeletion: (key_id) => send('POST', 'schedule-key-deletion', { key_id, pending_days: '7' }),
  }
}

/** What a program could act on: the code, else the name; with the status where there is one. */
function nameOf(error: unknown): string {
  if (isKmsError(error)) return error.ambiguous ? `${error.code}, \`ambiguous\`` : error.code
  if (typeof error !== 'object' || error === null) return 'a thrown value'
  const word = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const status: unknown = Reflect.get(error, 'httpStatusCode')
  const said = word('errorCode') ?? word('code') ?? word('name') ?? 'an error without code or name'
  return typeof status === 'number' ? `${said}, HTTP ${status}` : said
}
