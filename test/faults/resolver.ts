import dns from 'node:dns'

/** Nobody listens there: the services of this suite listen on 127.0.0.1 alone. */
const NOBODY = '127.0.0.2'
const LISTENING = '127.0.0.1'
const DOMAIN = '.faults.test'

export interface Name {
  readonly host: string
  /** Fails the next look-up, and no other. */
  strike(kind: 'refused' | 'not-found'): void
  /** Times it has failed since the last {@link Name.clear}. */
  struck(): number
  clear(): void
}

export interface Resolver {
  name(): Name
  uninstall(): void
}

type Answer = (error: Error | null, address?: unknown, family?: number) => void

/**
 * Resolves names below `faults.test` and can fail to. It takes the place of the process's `dns.lookup`, which Node's
 * connections use whoever opens them, so it serves the official clients just as well.
 */
export function installResolver(): Resolver {
  const original = dns.lookup
  const armed = new Map<string, { kind: 'refused' | 'not-found' | undefined; struck: number }>()
  let count = 0

  const lookup = (host: string, ...rest: unknown[]) => {
    const answer = rest.at(-1) as Answer // as Node calls it
    const options = typeof rest[0] === 'object' && rest[0] !== null ? rest[0] : {}
    const plan = armed.get(host)
    if (plan === undefined) return Reflect.apply(original, dns, [host, ...rest])
    const { kind } = plan
    plan.kind = undefined
    if (kind !== undefined) plan.struck += 1
    process.nextTick(() => {
      if (kind === 'not-found') {
        answer(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', hostname: host }))
        return
      }
      const address = kind === 'refused' ? NOBODY : LISTENING
      if ('all' in options && options.all === true) answer(null, [{ address, family: 4 }])
      else answer(null, address, 4)
    })
  }
  Reflect.set(dns, 'lookup', lookup)

  return {
    name() {
      count += 1
      const host = `kms-${count}${DOMAIN}`
      const plan = { kind: undefined as 'refused' | 'not-found' | undefined, struck: 0 }
      armed.set(host, plan)
      return {
        host,
        strike: (kind) => {
          plan.kind = kind
        },
        struck: () => plan.struck,
        clear: () => {
          plan.kind = undefined
          plan.struck = 0
        },
      }
    },
    uninstall: () => {
      Reflect.set(dns, 'lookup', original)
    },
  }
}
