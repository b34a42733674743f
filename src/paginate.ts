import type { KmsClient } from './client.ts'
import { KmsError } from './errors.ts'
import type { Input } from './operations/index.ts'
import type { CallOptions } from './settings.ts'

/** Per list operation, what a page's items are. */
const pages = {
  listKeys: async (kms: KmsClient, input: Input<'listKeys'>, options?: CallOptions) => {
    const { keys, cursor } = await kms.listKeys(input, options)
    return { items: keys, cursor }
  },
  listAliases: async (kms: KmsClient, input: Input<'listAliases'>, options?: CallOptions) => {
    const { aliases, cursor } = await kms.listAliases(input, options)
    return { items: aliases, cursor }
  },
  listKeyVersions: async (kms: KmsClient, input: Input<'listKeyVersions'>, options?: CallOptions) => {
    const { versions, cursor } = await kms.listKeyVersions(input, options)
    return { items: versions, cursor }
  },
  listKeyTags: async (kms: KmsClient, input: Input<'listKeyTags'>, options?: CallOptions) => {
    const { tags, cursor } = await kms.listKeyTags(input, options)
    return { items: Object.entries(tags).map(([key, value]) => ({ key, value })), cursor }
  },
  listGrants: async (kms: KmsClient, input: Input<'listGrants'>, options?: CallOptions) => {
    const { grants, cursor } = await kms.listGrants(input, options)
    return { items: grants, cursor }
  },
  listRetirableGrants: async (kms: KmsClient, input: Input<'listRetirableGrants'>, options?: CallOptions) => {
    const { grants, cursor } = await kms.listRetirableGrants(input, options)
    return { items: grants, cursor }
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
}

/**
 * Walks all pages of a list operation, fetching the next one when it is reached.
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
  let cursor = input.cursor
  do {
    const page = await fetchPage(kms, { ...input, cursor }, options)
    yield* page.items
    if (page.cursor !== undefined && page.cursor === cursor) {
      const facts = { code: 'InvalidResponse', provider: kms.provider, operation } as const
      throw new KmsError(
        `${kms.provider} ${operation}: a page points to itself as the next one; what came before it was yielded`,
        facts,
      )
    }
    cursor = page.cursor
  } while (cursor !== undefined)
}
