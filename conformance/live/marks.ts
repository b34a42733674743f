import { type CreateKeyInput, isKmsError, type KmsClient, paginate } from '../../src/index.ts'

/** Everything a run makes has this in its name or tag, with the run's id behind it. */
const PREFIX = 'polykms-run'
const MARK = /\bpolykms-run-([0-9a-f]{8})(?:-(\d+))?(?![0-9A-Za-z])/

/** The tag that carries the run's id; the number of the key within the run is in the one-time tag. */
export const RUN_TAG = PREFIX
const ONE_TIME_TAG = 'polykms-idempotency'

/** What a run's keys, aliases and grants are called. */
export function runMark(run: string): string {
  return `${PREFIX}-${run}`
}

export interface Mark {
  readonly run: string
  readonly seq?: number
}

/** Clouds whose keys have a name that is unique and told by the list; elsewhere tags are what a key is born with. */
const NAMED: ReadonlySet<string> = new Set(['huawei', 'otc'])

/** What a key is created with, so that it can be found without the journal. */
export function marked(cloud: string, { run, seq }: Required<Mark>, input: CreateKeyInput): CreateKeyInput {
  const mark = `${runMark(run)}-${seq}`
  if (NAMED.has(cloud)) return { ...input, name: input.name ?? mark }
  return { ...input, idempotencyTag: mark, tags: { ...input.tags, [RUN_TAG]: run } }
}

export function markIn(text: string | undefined): Mark | undefined {
  const [, run, seq] = MARK.exec(text ?? '') ?? []
  if (run === undefined) return undefined
  return { run, ...(seq !== undefined && { seq: Number(seq) }) }
}

export interface MarkedKey extends Mark {
  readonly keyId: string
}

/** Every key of an account and region that a run made; reads only. */
export async function* markedKeys(kms: KmsClient): AsyncGenerator<MarkedKey, void, undefined> {
  for await (const { keyId, metadata } of paginate(kms, 'listKeys', {})) {
    const mark = NAMED.has(kms.provider)
      ? markIn(metadata?.name ?? (await quietly(() => kms.describeKey({ keyId })))?.name)
      : await tagMark(kms, keyId)
    if (mark !== undefined) yield { keyId, ...mark }
  }
}

async function tagMark(kms: KmsClient, keyId: string): Promise<Mark | undefined> {
  const tags = (await quietly(() => kms.listKeyTags({ keyId })))?.tags ?? {}
  return markIn(tags[ONE_TIME_TAG]) ?? markIn(tags[RUN_TAG] && runMark(tags[RUN_TAG]))
}

/** Aliases of a region that a run made. */
export async function* markedAliases(kms: KmsClient, keyId?: string): AsyncGenerator<string, void, undefined> {
  if (!kms.supports('listAliases')) return
  for await (const { alias } of paginate(kms, 'listAliases', keyId === undefined ? {} : { keyId })) {
    if (markIn(alias) !== undefined) yield alias
  }
}

/** Keys of others may not be for us to read, and one may vanish between the list and the look. */
async function quietly<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isKmsError(error) && ['AccessDenied', 'KeyNotFound', 'InvalidKeyState', 'InvalidKeyUsage'].includes(error.code))
      return undefined
    throw error
  }
}
