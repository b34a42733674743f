import type { Clock } from './clock.ts'
import type { ReceivedRequest, Reply, RequestHead } from './http.ts'
import type { Random } from './random.ts'
import type { Store } from './store.ts'
import type { Rows, Table } from './table.ts'

/** Who may call. Tokens belong to temporary credentials and end on the virtual clock. */
export interface Credential {
  /** By which a request names its caller. */
  readonly accessKeyId: string
  /** What the caller signs with. */
  readonly secret: string
  /** Needed beside the signature; absent: a permanent key. */
  readonly sessionToken?: string
  /** When they end, in ms of virtual time; absent: never. */
  readonly expiresAtMs?: number
}

/** What an engine gets to build its cloud with. */
export interface Kernel {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly credentials: readonly Credential[]
}

/** What a request asks for and in whose name, read from it before anything is verified. */
export interface Identity {
  readonly action: string
  readonly region?: string
  readonly accessKeyId?: string
}

/** One call on its way through an engine. */
export interface Exchange {
  readonly request: ReceivedRequest
  readonly identity: Identity
  readonly requestId: string
  /** Virtual time, for keys and tokens. */
  readonly nowMs: number
  /** Real time, for signature windows, nonces and `Date`; shifted by the wrong-clock fault. */
  readonly wallMs: number
  /** The table as this call sees it: lagging if the call only reads, and lag is set. */
  readonly rows: <Row extends object>(table: Table<Row>) => Rows<Row>
}

/** Refusals the kernel asks for, each answered in the cloud's own envelope. `internal-error` is a bug of ours. */
export type Refusal = 'throttle' | 'server-error' | 'expired-token' | 'access-denied' | 'too-large' | 'internal-error'

/** How much of a request a simulator recognises as its own. */
export type Recognition = 'no' | 'dialect' | 'caller'

/** One cloud. Everything it remembers is in tables of the kernel's store. */
export interface Engine<PutKey> {
  readonly cloud: string
  /** URLs under which the cloud is reachable, for msw. */
  readonly hosts: readonly RegExp[]
  /** By the shape of method, path and headers; and by the body, where one is given. */
  recognise(request: RequestHead & { readonly body?: Uint8Array }): Recognition
  identify(request: ReceivedRequest): Identity
  /** Whether the action changes nothing, so that it may see lagging rows. */
  onlyReads(action: string): boolean
  /** Lets everything happen whose time has come. */
  settle(nowMs: number): void
  handle(exchange: Exchange): Promise<Reply> | Reply
  /** `errorCode`: of a fault that asks for a certain one. */
  refuse(refusal: Refusal, exchange: Exchange, errorCode?: string): Reply
  /** Puts a key into any state, reachable by calls or not; it stays there. */
  putKey(input: PutKey): PutKeyResult
}

/** The key that was put. */
export interface PutKeyResult {
  /** Its id, for calls. */
  readonly keyId: string
  /** Its ARN, on clouds that have them. */
  readonly arn?: string
}
