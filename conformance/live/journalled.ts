import { type CreateKeyInput, isKmsError, type KmsClient } from '../../src/index.ts'
import { RunStopped } from '../scenarios/stage.ts'
import type { Target } from '../target.ts'
import type { Creation, CreationEnd, Journal } from './journal.ts'
import { marked } from './marks.ts'

export interface Caps {
  /** Keys and replicas that the run may make on a cloud, all its processes together. */
  readonly maxKeys: number
}

/**
 * The same target, with every call that makes something announced in the journal before it is made, marked as the
 * run's, and counted against the cap. Whoever writes a scenario need not think of it.
 */
export function journalled(target: Target, journal: Journal, caps: Caps): Target {
  const { cloud, region, other, kms } = target
  const begin = (creation: Pick<Creation, 'what' | 'alias' | 'of'>, where = region): Creation => {
    const counted = journal.creations(cloud).filter(({ what, end }) => what !== 'alias' && mayExist(end)).length
    if (creation.what !== 'alias' && counted >= caps.maxKeys) {
      throw new RunStopped(`${cloud}: the run has made ${counted} keys, and --max-keys allows no more`)
    }
    return journal.creating({ ...creation, cloud, region: where })
  }
  const watched = async <T>(creation: Creation, idOf: (made: T) => string, create: () => Promise<T>): Promise<T> => {
    try {
      const made = await create()
      journal.ended(creation, { made: idOf(made) })
      return made
    } catch (error) {
      journal.ended(creation, endOf(error))
      throw stopping(cloud, creation, error, journal) ?? error
    }
  }
  const createKey = (input: CreateKeyInput, options?: Parameters<KmsClient['createKey']>[1]) => {
    const creation = begin({ what: 'key' })
    const mine = marked(cloud, { run: journal.run, seq: creation.seq }, input)
    return watched(
      creation,
      ({ keyId }) => keyId,
      () => kms.createKey(mine, options),
    )
  }
  const watching: KmsClient = {
    ...kms,
    createKey,
    createAlias: (input, options) =>
      watched(
        begin({ what: 'alias', alias: input.alias }),
        () => input.alias,
        () => kms.createAlias(input, options),
      ),
    replicateKey: (input, options) =>
      watched(
        begin({ what: 'replica', of: input.keyId }, other?.region),
        ({ keyId }) => keyId,
        () => kms.replicateKey(input, options),
      ),
  }
  // Spreading would read what other.projectId is before it is known.
  return Object.assign(Object.create(target) as Target, { kms: watching })
}

/** Unless the cloud has said no, something may be there. */
export function mayExist(end: CreationEnd | undefined): boolean {
  return end === undefined || 'made' in end || 'doubtful' in end
}

function endOf(error: unknown): CreationEnd {
  if (!isKmsError(error)) return { doubtful: 'no clear answer' }
  // Where creating takes several requests, a later one may fail when the key is there.
  if (error.operation === 'createKey' && error.keyId !== undefined) return { made: error.keyId }
  return error.ambiguous === true ? { doubtful: error.code } : { refused: error.code }
}

/** A refusal after which every further attempt would be refused too. */
function stopping(cloud: string, { what }: Creation, error: unknown, journal: Journal): RunStopped | undefined {
  if (!isKmsError(error) || what !== 'key') return undefined
  if (error.code === 'QuotaExceeded') return new RunStopped(`${cloud}: the account's quota of keys is used up`)
  const none = journal.creations(cloud).every(({ end }) => end !== undefined && 'refused' in end)
  if (error.code === 'AccessDenied' && none)
    return new RunStopped(`${cloud}: createKey is refused: give the caller the right to create keys`)
  return undefined
}
