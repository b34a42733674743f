/** How {@link mapConcurrent} goes about it. */
export interface MapConcurrentOptions {
  /** Calls in flight at most, a whole number from 1; default 16. The cloud's quota, not the machine, is the usual bound. */
  readonly concurrency?: number | undefined
  /** No item is begun after it fires. Hand it to the calls as well, to end those that run. */
  readonly signal?: AbortSignal | undefined
  /** Is told after every item; cannot change anything. */
  readonly onProgress?: ((progress: MapProgress) => void) | undefined
}

/** How far `mapConcurrent` has come. */
export interface MapProgress {
  /** Items that have a result. */
  readonly done: number
  /** Items in all, if `items` is an array, a set or a map. */
  readonly total: number | undefined
}

/**
 * What {@link mapConcurrent} rejects with. The first error is its `cause`; what had succeeded is in `results`, which no
 * log shows, because results of a KMS may be plaintext.
 */
export class MapConcurrentError<R = unknown> extends Error {
  /** Tells it from other errors. */
  override readonly name = 'MapConcurrentError'
  /** The item that failed first; `undefined` if `items` itself failed, or the signal fired. */
  readonly index: number | undefined
  readonly #results: ReadonlyMap<number, R>

  constructor(
    message: string,
    details: { cause: unknown; index: number | undefined; results: ReadonlyMap<number, R> },
  ) {
    super(message, { cause: details.cause })
    this.index = details.index
    this.#results = details.results
  }

  /** Results of the items that succeeded, by their place in `items`. */
  get results(): ReadonlyMap<number, R> {
    return this.#results
  }
}

/**
 * Calls `fn` for every item, up to `concurrency` at once, and resolves with the results in the order of the items.
 *
 * An item is taken only when there is room for it, so a source of millions is never held in memory. After the first
 * failure no further item is taken; those in flight are waited for, and nothing runs any more when the promise settles.
 *
 * @param items - Anything iterable, also asynchronously: an array, a generator, `paginate(…)`, lines of a file.
 * @throws {@link MapConcurrentError} with the results there are.
 * @throws RangeError if `concurrency` is not a whole number from 1.
 * @example
 * ```ts
 * const sealed = await mapConcurrent(records, (record) => kms.encrypt({ keyId, plaintext: record }), { concurrency: 32 })
 * ```
 */
export async function mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  fn: (item: T, index: number) => R | Promise<R>,
  options: MapConcurrentOptions = {},
): Promise<R[]> {
  const { concurrency = 16, signal, onProgress } = options
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError(`concurrency must be a whole number from 1, not ${concurrency}`)
  const source = readerOf(items)
  const total = sizeOf(items)
  const results = new Map<number, R>()
  let taken = 0
  let ended = false
  let failure: { readonly error: unknown; readonly index: number | undefined } | undefined
  const goesOn = () => !ended && failure === undefined && signal?.aborted !== true

  const lane = async (): Promise<void> => {
    while (goesOn()) {
      let index: number | undefined
      try {
        const next = source.next()
        const item = next instanceof Promise ? await next : next
        if (item.done === true) {
          ended = true
          return
        }
        // Another lane may have failed while the item was read.
        if (!goesOn()) return
        index = taken
        taken += 1
        results.set(index, await fn(item.value, index))
      } catch (error) {
        failure ??= { error, index }
        return
      }
      report(onProgress, { done: results.size, total })
    }
  }

  await Promise.all(Array.from({ length: Math.min(concurrency, total ?? concurrency) }, lane))
  if (failure === undefined && (ended || results.size === total)) return inOrder(results)
  await source.close()
  const { error, index } = failure ?? { error: signal?.reason, index: undefined }
  const unread = failure === undefined ? 'stopped by the caller' : 'the items could not be read'
  const what = index === undefined ? unread : `item ${index} failed`
  throw new MapConcurrentError(`${what}: cause tells why, results keeps the ${results.size} that succeeded`, {
    cause: error,
    index,
    results,
  })
}

interface Reader<T> {
  next(): IteratorResult<T, unknown> | Promise<IteratorResult<T, unknown>>
  close(): Promise<void>
}

function readerOf<T>(items: Iterable<T> | AsyncIterable<T>): Reader<T> {
  const close = async (iterator: Iterator<T> | AsyncIterator<T>) => {
    try {
      await iterator.return?.()
    } catch {
      // The caller is told of the first failure; a source that cannot be closed adds nothing to it.
    }
  }
  if (Symbol.iterator in items) {
    const iterator = items[Symbol.iterator]()
    return { next: () => iterator.next(), close: () => close(iterator) }
  }
  const iterator = items[Symbol.asyncIterator]()
  let last: Promise<unknown> = Promise.resolve()
  return {
    // Only generators queue by themselves what several lanes ask for at once.
    next: () => {
      const next = last.then(() => iterator.next())
      last = next.catch(() => undefined)
      return next
    },
    close: () => close(iterator),
  }
}

function sizeOf(items: object): number | undefined {
  if (Array.isArray(items)) return items.length
  return items instanceof Set || items instanceof Map ? items.size : undefined
}

function inOrder<R>(results: ReadonlyMap<number, R>): R[] {
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result)
}

function report(onProgress: MapConcurrentOptions['onProgress'], progress: MapProgress): void {
  try {
    onProgress?.(progress)
  } catch {
    // An observer cannot change anything, so not by throwing either.
  }
}
