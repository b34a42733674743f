import { isKmsError } from '../../src/index.ts'
import { isFinding, type Stage } from './stage.ts'

/** A side of a key that a call may change. */
export type Aspect = 'metadata' | 'tags' | 'aliases' | 'grants' | 'policy' | 'rotation' | 'versions'

/** What a read of one aspect gave, comparable as text. `readable` is false where the cloud refuses the read itself. */
export interface Sight {
  readonly aspect: Aspect
  readonly readable: boolean
  readonly text: string
}

/** Looks at some aspects of a key. */
export async function observe(stage: Stage, keyId: string, aspects: readonly Aspect[]): Promise<readonly Sight[]> {
  const sights: Sight[] = []
  for (const aspect of aspects) sights.push(await steadily(stage, () => look(stage, keyId, aspect)))
  return sights
}

/** Looks until as many looks in a row as the target asks for are alike: one alone may be from before the last change. */
async function steadily({ target: { settling } }: Stage, once: () => Promise<Sight>): Promise<Sight> {
  const endMs = performance.now() + settling.deadlineMs
  let last = await once()
  for (let alike = 1; alike < settling.consecutive; ) {
    await new Promise((resolve) => setTimeout(resolve, settling.intervalMs))
    const next = await once()
    alike = next.text === last.text ? alike + 1 : 1
    last = next
    if (performance.now() >= endMs) break
  }
  return last
}

/** The aspects in which two looks at the same key differ. */
export function changes(before: readonly Sight[], after: readonly Sight[]): readonly Aspect[] {
  return before.filter((sight, index) => sight.text !== after[index]?.text).map(({ aspect }) => aspect)
}

async function look(stage: Stage, keyId: string, aspect: Aspect): Promise<Sight> {
  try {
    const value = await read(stage, keyId, aspect)
    return { aspect, readable: value !== undefined, text: JSON.stringify(value) ?? 'unsupported' }
  } catch (error) {
    if (!isKmsError(error) || !isFinding(error)) throw error
    return { aspect, readable: false, text: error.code }
  }
}

async function read({ kms }: Stage, keyId: string, aspect: Aspect): Promise<unknown> {
  switch (aspect) {
    case 'metadata':
      return kms.describeKey({ keyId })
    case 'tags':
      return kms.supports('listKeyTags') ? kms.listKeyTags({ keyId }) : undefined
    case 'aliases':
      return kms.supports('listAliases') ? kms.listAliases({ keyId }) : undefined
    case 'grants':
      return kms.supports('listGrants') ? kms.listGrants({ keyId }) : undefined
    case 'policy':
      return kms.supports('getKeyPolicy') ? kms.getKeyPolicy({ keyId }) : undefined
    case 'rotation':
      return kms.supports('getKeyRotationStatus') ? kms.getKeyRotationStatus({ keyId }) : undefined
    case 'versions':
      return kms.supports('listKeyVersions') ? kms.listKeyVersions({ keyId }) : undefined
  }
}
