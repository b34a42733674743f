import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { simulatedClouds } from '../../../conformance/simulators/index.ts'
import { localCloud } from '../../../conformance/targets/local.ts'
import { createClient, type KmsClient } from '../../../src/index.ts'
import { Owner } from './owner.ts'
import { startDataServer } from './server.ts'

export interface KillReport {
  readonly rounds: number
  /** Calls that were answered, over all rounds. */
  readonly acknowledged: number
  readonly keys: number
  /** Rounds in which the last write was found cut short. */
  readonly torn: number
  /** What was acknowledged and then was not there, and calls that failed while the server was there. */
  readonly lost: readonly string[]
  readonly mode: number
}

const OWNERS_PER_CLOUD = 3
const LONGEST_LOAD_MS = 300
const LONGEST_START_MS = 1_500

/** Kills a server at random moments, under load from all clouds or while it starts, and looks at what the next one knows. */
export async function killRounds(rounds: number): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'polykms-kill-'))
  const path = join(folder, 'kms.data')
  const owners = simulatedClouds.flatMap((cloud) =>
    Array.from({ length: OWNERS_PER_CLOUD }, () => new Owner(cloud, Math.random)),
  )
  const lost: string[] = []
  let torn = 0
  try {
    for (let round = 0; round <= rounds; round += 1) {
      if (round % 10 === 9) await killWhileStarting(path)
      const server = startDataServer(path)
      const clients = await clientsAt(await server.url)
      const clientOf = ({ cloud }: Owner) => clients.get(cloud) as KmsClient // one for every simulated cloud
      lost.push(...(await Promise.all(owners.map((owner) => owner.losses(clientOf(owner))))).flat())
      if (server.notices().includes('cut off')) torn += 1
      // The last server only tells what it knows.
      const work = round === rounds ? [] : owners.map((owner) => owner.work(clientOf(owner)))
      if (round < rounds) await sleep(Math.random() * LONGEST_LOAD_MS)
      await server.kill()
      lost.push(...(await Promise.all(work)).flat())
    }
    const acknowledged = owners.reduce((sum, owner) => sum + owner.acknowledged, 0)
    const keys = owners.reduce((sum, owner) => sum + owner.keys, 0)
    return { rounds, acknowledged, keys, torn, lost, mode: (await stat(path)).mode & 0o777 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function killWhileStarting(path: string): Promise<void> {
  const server = startDataServer(path)
  await sleep(Math.random() * LONGEST_START_MS)
  await server.kill()
}

async function clientsAt(endpoint: string): Promise<ReadonlyMap<string, KmsClient>> {
  const clients = new Map<string, KmsClient>()
  for (const cloud of simulatedClouds) {
    const local = localCloud(cloud)
    const provider = await local.provider({ region: local.regions[0], endpoint })
    clients.set(cloud, createClient(provider, { retries: 0 }))
  }
  return clients
}
