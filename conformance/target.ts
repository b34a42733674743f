import type { AttemptEvent, KeyState, KmsClient } from '../src/index.ts'
import type { KeyKind } from './matrix/index.ts'

/** What only a simulator can do: it bends keys and time. */
export interface TargetControl {
  /** Puts an existing key into a state and keeps it there. */
  forceState(keyId: string, state: KeyState): Promise<void>
  /** Makes a key that no call makes, of a kind and in a state; `undefined` if there is no such key here either. */
  makeKey(kind: KeyKind, state: KeyState): Promise<string | undefined>
  /** Lets time pass for keys, material and tokens. */
  advance(durationMs: number): Promise<void>
  /** Forgets all keys, so that no case meets what another left behind, a quota least of all. */
  reset(): Promise<void>
}

/** How long a change may take to show. */
export interface Settling {
  /** Equal reads in a row that are believed. */
  readonly consecutive: number
  /** Milliseconds between two reads. */
  readonly intervalMs: number
  /** Milliseconds to wait at most. */
  readonly deadlineMs: number
}

/** What an exchange was for: bringing the key there, looking at it, or the question of the case itself. */
export type Step = 'arrange' | 'before' | 'call' | 'after'

/** Requests and their replies, as a report may show them. */
export interface Exchange {
  /** What it was for. */
  readonly step: Step
  /** The cloud's own name of the call, or method and path. */
  readonly action: string
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  /** The cloud's code in a refusal. */
  readonly code?: string
  /** So many in a row. */
  readonly times: number
  /** The request, its ids as references like `key#1`, without secrets; only of the question itself. */
  readonly sent?: string
  /** The reply, as `sent` shows the request; only of the question itself. */
  readonly answered?: string
}

/** Writes down what goes over the wire, case by case; nothing secret, and no id, gets out of it. */
export interface Recorder {
  /** Forgets the case before, its references too. */
  begin(): void
  /** What the next exchanges are for. */
  enter(step: Step): void
  /** What went over the wire since the case began. */
  exchanges(): readonly Exchange[]
  /** A text of the cloud with the ids of this case as references, and without what looks like a secret or an id. */
  clean(text: string): string
  /** A short hash of the account that answered, for telling runs apart; `undefined` until one was seen. */
  account(): string | undefined
}

/** Something that claims to be a cloud's KMS, and what the suite may do with it. */
export interface Target {
  /** The cloud whose matrix applies. */
  readonly cloud: string
  /** What it is called in reports, such as `simulator` or `endpoint`. */
  readonly name: string
  /** A client that sends inputs beyond the documented limits too (`limits: 'send'`). */
  readonly kms: KmsClient
  /** The last attempt that `kms` made. */
  lastAttempt(): AttemptEvent | undefined
  /** The region that `kms` calls. */
  readonly region: string
  /** A second region and a client for it, where the cloud has multi-Region keys. */
  readonly other?: {
    /** Its name. */
    readonly region: string
    /** A client of the same account for it. */
    readonly kms: KmsClient
    /** Huawei: the project there. */
    readonly projectId?: string
  }
  /** A client with a valid access key and a wrong secret. */
  readonly impostor?: KmsClient
  /** Sends the very bytes of the last request again, and tells the HTTP status of the answer. */
  resend?(): Promise<number>
  /** Logs in once and makes a client that has nothing but that token. */
  tokenClient?(): Promise<KmsClient>
  /** Somebody to grant a key to; `undefined`: the account that owns the key. */
  readonly grantee?: string
  /** Absent: the target is used as its callers can use it, and keys last. */
  readonly control?: TargetControl
  /** Absent: results carry no exchanges, and messages as the client gives them. */
  readonly recorder?: Recorder
  /** How long a change may take to show here. */
  readonly settling: Settling
  /** Gives back what the target holds: connections, interception. Its keys stay. */
  close(): Promise<void>
}
