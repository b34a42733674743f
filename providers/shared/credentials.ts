import { KmsFailure } from '../../src/errors.ts'

/** Credentials are renewed this long before they expire, so that none expires on its way. */
export const RENEW_BEFORE_MS = 5 * 60_000
/** How long credentials of unknown lifetime are kept before their source is asked again. */
export const UNKNOWN_LIFETIME_MS = 60_000

/** Credentials, or a function that returns them: any credential library plugs in as a function. */
export type CredentialSource<C> = C | (() => C | Promise<C>)

interface Cached<C> {
  readonly value: C
  /** Use without asking again until here. */
  readonly freshUntilMs: number
  /** Still usable until here, should renewal fail. */
  readonly validUntilMs: number
}

export interface CredentialCache<C> {
  /**
   * @param refresh - The service called expired what this request was signed with.
   * @param request - The request to sign, the same object at every attempt.
   */
  get(nowMs: number, refresh: boolean, request: object): Promise<C>
}

/**
 * Keeps what a source returned until shortly before it expires; concurrent calls share one renewal.
 *
 * @param expiresAtMs - When given credentials expire, in ms since the epoch; `undefined` if they do not say.
 */
export function createCredentialCache<C extends object>(
  source: CredentialSource<C>,
  expiresAtMs: (credentials: C) => number | undefined,
): CredentialCache<C> {
  if (!isFunction(source)) {
    const given = Promise.resolve(source)
    return { get: () => given }
  }
  let cached: Cached<C> | undefined
  let renewal: Promise<C> | undefined
  const usedFor = new WeakMap<object, C>()

  const renew = async (nowMs: number): Promise<C> => {
    const value = await source()
    const endMs = expiresAtMs(value)
    cached =
      endMs === undefined
        ? { value, freshUntilMs: nowMs + UNKNOWN_LIFETIME_MS, validUntilMs: Number.POSITIVE_INFINITY }
        : { value, freshUntilMs: endMs - RENEW_BEFORE_MS, validUntilMs: endMs }
    return value
  }

  const obtain = async (nowMs: number, refused: boolean): Promise<C> => {
    const kept = cached
    if (kept !== undefined && !refused && nowMs < kept.freshUntilMs) return kept.value
    renewal ??= renew(nowMs).finally(() => {
      renewal = undefined
    })
    try {
      return await renewal
    } catch {
      if (kept !== undefined && !refused && nowMs < kept.validUntilMs) return kept.value
      // The source's own error may quote secrets or login requests.
      throw new KmsFailure(
        { code: 'Unauthenticated' },
        'no credentials: the function that was to give them failed; call it by itself to see why',
      )
    }
  }

  return {
    async get(nowMs, refresh, request) {
      // Another call may have renewed them since this request was refused with the ones before.
      const value = await obtain(nowMs, refresh && usedFor.get(request) === cached?.value)
      usedFor.set(request, value)
      return value
    },
  }
}

/** Refuses credentials that lack a part, before anything is signed with them. */
export function requireText(credentials: object, fields: readonly string[]): void {
  const values: Readonly<Record<string, unknown>> = { ...credentials }
  for (const field of fields) {
    const value = values[field]
    if (typeof value === 'string' && value !== '') continue
    throw new KmsFailure(
      { code: 'Unauthenticated', field },
      `credentials.${field} must be a text that is not empty; look at what gives the credentials`,
    )
  }
}

function isFunction<C extends object>(source: CredentialSource<C>): source is () => C | Promise<C> {
  return typeof source === 'function'
}
