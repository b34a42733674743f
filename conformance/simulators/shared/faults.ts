/** What can go wrong with a call. */
export type FaultKind =
  | 'throttle'
  | 'server-error'
  | 'expired-token'
  | 'access-denied'
  | 'wrong-clock'
  | 'slow-first-byte'
  | 'slow-body'
  | 'cut-connection'
  | 'malformed-body'
  | 'empty-body'
  | 'html-body'

/** Something that goes wrong, and when. */
export interface Fault {
  /** What goes wrong. */
  readonly kind: FaultKind
  /** The wire name of the action to spoil; absent: every action. */
  readonly action?: string
  /** Strike this often, then never again; absent: until cleared. */
  readonly count?: number
  /** Strike every nth matching call; 1 (every call) by default. */
  readonly every?: number
  /** `server-error`, `cut-connection`: whether the call takes effect first; `before` (it does not) by default. */
  readonly effect?: 'before' | 'after'
  /** `slow-*`: how long, in ms; 1,000 by default. */
  readonly delayMs?: number
  /** `wrong-clock`: how far the simulator's wall clock is off, in ms; an hour ahead by default. */
  readonly skewMs?: number
  /** `server-error`: which of the cloud's server errors, where it has several; its general one by default. */
  readonly errorCode?: string
  /** `html-body`: the HTTP status of the page; 502 by default. */
  readonly status?: number
}

const KINDS: readonly string[] = [
  'throttle',
  'server-error',
  'expired-token',
  'access-denied',
  'wrong-clock',
  'slow-first-byte',
  'slow-body',
  'cut-connection',
  'malformed-body',
  'empty-body',
  'html-body',
] satisfies FaultKind[]

const LEAST = { count: 1, every: 1, delayMs: 0, skewMs: Number.NEGATIVE_INFINITY, status: 200 } as const

const checkFault = (fault: Fault): void => {
  if (!KINDS.includes(fault.kind)) throw new TypeError(`unknown fault kind ${String(fault.kind)} (${KINDS.join(', ')})`)
  for (const name of ['count', 'every', 'delayMs', 'skewMs', 'status'] as const) {
    const value = fault[name]
    if (value === undefined || (Number.isInteger(value) && value >= LEAST[name])) continue
    throw new TypeError(`fault: ${name} must be a whole number${name === 'skewMs' ? '' : ` from ${LEAST[name]}`}`)
  }
  if (fault.effect !== undefined && fault.effect !== 'before' && fault.effect !== 'after')
    throw new TypeError('fault: effect must be before or after')
}

interface Armed {
  readonly fault: Fault
  matched: number
  struck: number
}

/** The faults that are armed, and how often each has struck. */
export class Faults {
  #armed: Armed[] = []

  /** @throws TypeError naming what is wrong, since the settings may come from outside the process. */
  add(...faults: readonly Fault[]): void {
    faults.forEach(checkFault)
    this.#armed.push(...faults.map((fault) => ({ fault, matched: 0, struck: 0 })))
  }

  /** Disarms them all. */
  clear(): void {
    this.#armed = []
  }

  /** The faults that are armed, oldest first. */
  list(): readonly Fault[] {
    return this.#armed.map(({ fault }) => fault)
  }

  /** The faults that strike this call. */
  strike(action: string): readonly Fault[] {
    const striking: Fault[] = []
    for (const armed of this.#armed) {
      const { action: wanted, every = 1, count = Number.POSITIVE_INFINITY } = armed.fault
      if (wanted !== undefined && wanted !== action) continue
      armed.matched += 1
      if (armed.matched % every !== 0 || armed.struck >= count) continue
      armed.struck += 1
      striking.push(armed.fault)
    }
    return striking
  }
}
