import type { KmsClient } from './client.ts'
import { KmsError } from './errors.ts'
import type { Input } from './operations/index.ts'
import type { CallOptions } from './settings.ts'

/** Per list operation, what a page's items are, and what tells one from another. */
const pages = {
  listKeys: async (kms: KmsClient, input: Input<'listKeys'>, options?: CallOptions) => {
    const { keys, cursor, total } = await kms.listKeys(input, options)
    return { items: keys, cursor, total, nameOf: ({ keyId }: (typeof keys)[number]) => keyId }
  },
  listAliases: async (kms: KmsClient, input: Input<'listAliases'>, options?: CallOptions) => {
    const { aliases, cursor, total } = await kms.listAliases(input, options)
    return { items: aliases, cursor, total, nameOf: ({ alias }: (typeof aliases)[number]) => alias }
  },
  listKeyVersions: async (kms: KmsClient, input: Input<'listKeyVersions'>, options?: CallOptions) => {
    const { versions, cursor, total } = await kms.listKeyVersions(input, options)
    return { items: versions, cursor, total, nameOf: (version: (typeof versions)[number]) => JSON.stringify(version) }
  },
  listKeyTags: async (kms: KmsClient, input: Input<'listKeyTags'>, options?: CallOptions) => {
    const { tags, cursor } = await kms.listKeyTags(input, options)
    return { items: Object.entries(tags).map(([key, value]) => ({ key, value })), cursor }
  },
  listGrants: async (kms: KmsClient, input: Input<'listGrants'>, options?: CallOptions) => {
    const { grants, cursor, total } = await kms.listGrants(input, options)
    return { items: grants, cursor, total, nameOf: ({ grantId }: (typeof grants)[number]) => grantId }
  },
  listRetirableGrants: async (kms: KmsClient, input: Input<'listRetirableGrants'>, options?: CallOptions) => {
    const { grants, cursor, total } = await kms.listRetirableGrants(input, options)
    return { items: grants, cursor, total, nameOf: ({ grantId }: (typeof grants)[number]) => grantId }
  },
  listKeyPolicies: async (kms: KmsClient, input: Input<'listKeyPolicies'>, options?: CallOptions) => {
    const { policyNames, cursor } = await kms.listKeyPolicies(input, options)
    return { items: policyNames, cursor }
  },
} as const

/** An operation whose answer comes in pages. */
export type PagedOperation = keyof typeof pages
type PageInput<P extends PagedOperation> = Parameters<(typeof pages)[P]>[1]
type PageItem<P extends PagedOperation> = Awaited<ReturnType<(typeof pages)[P]>>['items'][number]

interface Page<T> {
  readonly items: readonly T[]
  readonly cursor: string | undefined
  /** Present on clouds that page by number. */
  readonly total?: number | undefined
  /** What tells an item from the others: pages may overlap. */
  readonly nameOf?: (item: T) => string
}

/** A listing that changes from page to page for so long is taken as it comes. */
export const MAX_RESTARTS = 10

/**
 * Walks all pages of a list operation, fetching the next one when it is reached.
 *
 * Where the cloud's cursor names a place in the list (AWS, Q-KMS), what is there throughout the walk is met exactly once.
 * Alibaba Cloud numbers its pages, and Huawei Cloud and Open Telekom Cloud count items: there, what is made or deleted
 * meanwhile moves the rest. No item is given twice on any cloud, and where the reply tells a total, the walk begins again
 * when that has changed, up to ten times. A gap stays on these three: an item is missed that moves to an
 * earlier page while the total is the same (one made for one deleted), or where there is no total (Huawei's aliases).
 *
 * @throws {@link KmsError} `InvalidResponse` for a page that points to itself; else as the list operation.
 * @example
 * ```ts
 * for await (const { keyId } of paginate(kms, 'listKeys', {})) console.log(keyId)
 * ```
 */
export async function* paginate<P extends PagedOperation>(
  kms: KmsClient,
  operation: P,
  input: PageInput<P>,
  options?: CallOptions,
): AsyncGenerator<PageItem<P>, void, undefined> {
  // The boundary of the table above: entry P takes P's input and gives P's items; TypeScript cannot correlate the two.
  const fetchPage = pages[operation] as (
    kms: KmsClient,
    input: PageInput<P>,
    options?: CallOptions,
  ) => Promise<Page<PageItem<P>>>
  const seen = new Set<string>()
  let cursor = input.cursor
  let total: number | undefined
  let restarts = 0
  for (;;) {
    const page = await fetchPage(kms, { ...input, cursor }, options)
    for (const item of page.items) {
      const name = page.nameOf?.(item)
      if (name !== undefined && seen.has(name)) continue
      if (name !== undefined) seen.add(name)
      yield item
    }
    if (total !== undefined && page.total !== total && restarts < MAX_RESTARTS) {
      restarts += 1
      total = undefined
      cursor = input.cursor
      continue
    }
    total = page.total
    if (page.cursor === undefined) return
    if (page.cursor === cursor) {
      const facts = { code: 'InvalidResponse', provider: kms.provider, operation } as const
      throw new KmsError(
        `${kms.provider} ${operation}: the cloud's page points to itself as the next one, so the list would never end; what came before it was yielded`,
        facts,
      )
    }
    cursor = page.cursor
  }
}
