import { isKmsError, isNotFound, type KeyState, type KmsClient } from '../../src/index.ts'
import type { Target } from '../target.ts'
import type { Journal } from './journal.ts'
import { mayExist } from './journalled.ts'
import { markedAliases, markedKeys } from './marks.ts'

/** A key that a run made, and what the sweep did about it. */
export interface Swept {
  readonly keyId: string
  readonly region: string
  readonly became: 'scheduled' | 'scheduled before' | 'gone' | 'failed'
  readonly deletionDate?: Date
  /** Why it failed. */
  readonly reason?: string
}

type Place = Pick<Target, 'kms' | 'region' | 'settling'>

/** Schedules the deletion of everything that a run's journal says it made on a target's cloud. */
export async function* sweepByJournal(target: Target, journal: Journal): AsyncGenerator<Swept, void, undefined> {
  await settleDoubts(target, journal)
  const there = journal.creations(target.cloud).filter(({ end }) => mayExist(end))
  const keys = there.filter(({ what }) => what === 'key').flatMap(({ end }) => (end && 'made' in end ? [end.made] : []))
  const replicated = there.flatMap(({ of }) => (of === undefined ? [] : [of]))
  await removeAliases(
    target.kms,
    there.flatMap(({ alias }) => (alias === undefined ? [] : [alias])),
  )
  let failed = false
  for await (const swept of scheduleAll(target, keys, replicated)) {
    failed ||= swept.became === 'failed'
    yield swept
  }
  if (!failed) journal.sweptCloud(target.cloud)
}

/**
 * The same without a journal: looks through the account's keys for the mark of a run, or of any run.
 *
 * @param run - Id of the run; `undefined`: any.
 */
export async function* sweepByMark(target: Target, run: string | undefined): AsyncGenerator<Swept, void, undefined> {
  const keys: string[] = []
  for await (const key of markedKeys(target.kms)) if (run === undefined || key.run === run) keys.push(key.keyId)
  for (const keyId of keys) {
    const own: string[] = []
    for await (const alias of markedAliases(target.kms, keyId)) own.push(alias)
    await removeAliases(target.kms, own)
  }
  yield* scheduleAll(target, keys, keys)
}

/** A list may not show at once what is there: it is looked at so often, and so long apart, before a key counts as absent. */
const LOOKS = 3
const APART = 10

/** Keys whose creation has no clear answer are looked up by their mark, and the journal is told what came of them. */
export async function settleDoubts(target: Target, journal: Journal): Promise<void> {
  const { cloud, kms, settling } = target
  const open = new Map(
    journal.creations(cloud).flatMap((creation) => {
      const { what, end, seq } = creation
      return what === 'key' && (end === undefined || 'doubtful' in end) ? [[seq, creation] as const] : []
    }),
  )
  for (let look = 0; look < LOOKS && open.size > 0; look += 1) {
    if (look > 0) await new Promise((resolve) => setTimeout(resolve, settling.intervalMs * APART))
    for await (const { run, seq, keyId } of markedKeys(kms)) {
      const creation = run === journal.run && seq !== undefined ? open.get(seq) : undefined
      if (creation === undefined) continue
      journal.ended(creation, { made: keyId })
      open.delete(creation.seq)
    }
  }
  for (const creation of open.values()) journal.ended(creation, { absent: true })
}

/** Names that are left would only hide what they point to: an alias does not keep a key from being deleted. */
async function removeAliases(kms: KmsClient, aliases: readonly string[]): Promise<void> {
  for (const alias of aliases) {
    try {
      await kms.deleteAlias({ alias })
    } catch (error) {
      if (!isKmsError(error) || ['Network', 'Timeout', 'Aborted', 'Unauthenticated'].includes(error.code)) throw error
    }
  }
}

async function* scheduleAll(
  target: Target,
  keyIds: readonly string[],
  replicated: readonly string[],
): AsyncGenerator<Swept, void, undefined> {
  const { other } = target
  // A primary waits for its replicas, so they go first.
  if (other !== undefined) {
    for (const keyId of new Set(replicated)) {
      const swept = await scheduleOne({ ...other, settling: target.settling }, keyId)
      // Where only the mark is known, most keys have no replica at all.
      if (swept.became !== 'gone') yield swept
    }
  }
  for (const keyId of keyIds) yield await scheduleOne(target, keyId)
}

const ENDING: readonly KeyState[] = ['PendingDeletion', 'PendingReplicaDeletion']

async function scheduleOne(place: Place, keyId: string): Promise<Swept> {
  const { kms, region } = place
  const facts = { keyId, region }
  try {
    const { state } = await settledDescription(place, keyId)
    if (ENDING.includes(state)) return { ...facts, became: 'scheduled before' }
    await schedule(kms, keyId)
    const { state: now, deletionDate } = await kms.describeKey({ keyId })
    if (!ENDING.includes(now)) return { ...facts, became: 'failed', reason: `its state is ${now}` }
    return { ...facts, became: 'scheduled', ...(deletionDate && { deletionDate }) }
  } catch (error) {
    if (isNotFound(error)) return { ...facts, became: 'gone' }
    if (isKmsError(error)) return { ...facts, became: 'failed', reason: error.message }
    throw error
  }
}

/** What passes, such as a change of the primary region, is waited for. */
async function settledDescription({ kms, settling }: Place, keyId: string) {
  const endMs = performance.now() + settling.deadlineMs
  for (;;) {
    const seen = await kms.describeKey({ keyId })
    const passing = seen.state === 'Creating' || seen.state === 'Updating'
    if (!passing || performance.now() + settling.intervalMs >= endMs) return seen
    await new Promise((resolve) => setTimeout(resolve, settling.intervalMs))
  }
}

async function schedule(kms: KmsClient, keyId: string): Promise<void> {
  const pendingDays = kms.limits.pendingDays?.min
  try {
    await kms.scheduleKeyDeletion({ keyId, pendingDays })
  } catch (error) {
    if (!isKmsError(error) || error.code !== 'DeletionProtected') throw error
    await kms.setDeletionProtection({ keyId, enabled: false })
    await kms.scheduleKeyDeletion({ keyId, pendingDays })
  }
}
