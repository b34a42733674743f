import type { Fault } from '../../conformance/simulators/index.ts'
import type { KmsErrorCode } from '../../src/index.ts'

/** How a fault is made: by the simulator in the cloud's own envelope, on the way of the reply, or at name resolution. */
export type Made =
  | { readonly by: 'simulator'; readonly fault: Omit<Fault, 'action'> }
  | { readonly by: 'proxy'; readonly kind: 'reset-mid-body' | 'slow-first-byte' | 'slow-body' }
  | { readonly by: 'resolver'; readonly kind: 'refused' | 'not-found' }

export interface FaultCase {
  readonly id: string
  readonly title: string
  readonly made: Made
  /**
   * What the caller can know. `nothing-done`: the service did nothing, so any call may go again. `curable`: likewise,
   * once the cause is removed. `unclear`: it may have done it.
   */
  readonly tells: 'nothing-done' | 'curable' | 'unclear'
  /** Did the struck request take effect? */
  readonly effect: boolean
  /** What a call that is not made again fails with. */
  readonly code: KmsErrorCode
  /** Takes something away from the body, so that a reply without one is whole. */
  readonly hitsBody?: 'malformed' | 'emptied'
}

/** Every fault strikes the first request of the operation's own action, and never again; a wrong clock stays wrong. */
export const FAULTS: readonly FaultCase[] = [
  {
    id: 'throttle',
    title: 'throttled',
    made: { by: 'simulator', fault: { kind: 'throttle', count: 1 } },
    tells: 'nothing-done',
    effect: false,
    code: 'Throttled',
  },
  {
    id: '5xx-before',
    title: '5xx before the effect',
    made: { by: 'simulator', fault: { kind: 'server-error', count: 1 } },
    tells: 'unclear',
    effect: false,
    code: 'ServiceUnavailable',
  },
  {
    id: '5xx-after',
    title: '5xx after the effect',
    made: { by: 'simulator', fault: { kind: 'server-error', effect: 'after', count: 1 } },
    tells: 'unclear',
    effect: true,
    code: 'ServiceUnavailable',
  },
  {
    id: 'refused',
    title: 'connection refused',
    made: { by: 'resolver', kind: 'refused' },
    tells: 'nothing-done',
    effect: false,
    code: 'Network',
  },
  {
    id: 'reset-mid-body',
    title: 'connection reset in the middle of the reply',
    made: { by: 'proxy', kind: 'reset-mid-body' },
    tells: 'unclear',
    effect: true,
    code: 'Network',
  },
  {
    id: 'slow-first-byte',
    title: 'first byte of the reply later than `timeoutMs`',
    made: { by: 'proxy', kind: 'slow-first-byte' },
    tells: 'unclear',
    effect: true,
    code: 'Timeout',
  },
  {
    id: 'slow-body',
    title: 'second half of the reply later than `timeoutMs`',
    made: { by: 'proxy', kind: 'slow-body' },
    tells: 'unclear',
    effect: true,
    code: 'Timeout',
  },
  {
    id: 'malformed-json',
    title: 'status 200 and JSON that breaks off',
    made: { by: 'simulator', fault: { kind: 'malformed-body', count: 1 } },
    tells: 'unclear',
    effect: true,
    code: 'InvalidResponse',
    hitsBody: 'malformed',
  },
  {
    id: 'empty-body',
    title: 'status 200 and no body',
    made: { by: 'simulator', fault: { kind: 'empty-body', count: 1 } },
    tells: 'unclear',
    effect: true,
    code: 'InvalidResponse',
    hitsBody: 'emptied',
  },
  {
    id: 'html-page',
    title: 'a gateway’s HTML page with status 502',
    made: { by: 'simulator', fault: { kind: 'html-body', count: 1 } },
    tells: 'unclear',
    effect: true,
    code: 'ServiceUnavailable',
  },
  {
    id: 'expired',
    title: 'expired credentials, which can be renewed',
    made: { by: 'simulator', fault: { kind: 'expired-token', count: 1 } },
    tells: 'curable',
    effect: false,
    code: 'CredentialsExpired',
  },
  {
    id: 'wrong-clock',
    title: 'clocks an hour apart',
    made: { by: 'simulator', fault: { kind: 'wrong-clock' } },
    tells: 'curable',
    effect: false,
    code: 'ClockSkew',
  },
  {
    id: 'name-not-found',
    title: 'the name of the service is not resolved',
    made: { by: 'resolver', kind: 'not-found' },
    tells: 'nothing-done',
    effect: false,
    code: 'Network',
  },
]
