import type { KmsErrorCode } from '../../src/errors.ts'
import type { KeyState } from '../../src/key-state.ts'
import type { OperationName } from '../../src/operations/index.ts'

/**
 * What a call meets: it succeeds; it is refused; both were described for this cell; or the cell cannot occur,
 * because no key that the action accepts is ever in that state.
 */
export type Outcome = 'accept' | 'reject' | 'either' | 'impossible'

/** How a claim is known, strongest first: seen on the real cloud, stated by its pages or models, concluded by us. */
export const EVIDENCE = ['recorded', 'documented', 'inferred'] as const
/** One of {@link EVIDENCE}. */
export type Evidence = (typeof EVIDENCE)[number]

/** Which of a call's keys is in the cell's state; every other key of the call is a suitable, enabled one. */
export type Role = 'source' | 'destination' | 'target' | 'current'

/**
 * Which key a cell needs, in words of no cloud. This is what the *action* needs; what the *state* needs comes on top:
 * a PendingImport key is of external origin, an Unavailable one sits in a custom key store, a PendingReplicaDeletion
 * one is a multi-Region primary with a replica, whatever its kind. A cell without a kind takes the cloud's plain
 * symmetric key.
 */
export const KEY_KINDS = [
  /** Symmetric encryption, material made by the cloud, rotation off. */
  'symmetric',
  /** The same with automatic rotation switched on. */
  'symmetric-rotating',
  'rsa-encrypt',
  'rsa-sign',
  'ecc-sign',
  'ecc-agreement',
  'sm2-encrypt',
  'sm2-sign',
  'hmac',
  /** Key encapsulation (ML-KEM). */
  'kem',
  /** Imported material: present wherever the state is not PendingImport. */
  'external-symmetric',
  'external-rsa-sign',
  'external-hmac',
  'multi-region-primary',
  'multi-region-replica',
  /** Symmetric, kept in a hardware cluster or external store that the customer connects. */
  'custom-store',
  /** Kept in a dedicated instance of the service. */
  'instance',
  /** Made by the cloud for its own services, not by the customer. */
  'service-default',
] as const
/** One of {@link KEY_KINDS}. */
export type KeyKind = (typeof KEY_KINDS)[number]

/** A public page or repository that a claim rests on. */
export interface Source {
  /** Author and title, as people would look for it. */
  readonly title: string
  /** A URL; for a file in a repository the repository's, with `path` beside it. */
  readonly address: string
  /** Where in the repository it is. */
  readonly path?: string
  /**
   * What this source can prove: a recording shows what the cloud did, documentation what it promises, and a clue
   * (an emulator, a neighbouring rule) only supports an inference.
   */
  readonly kind: 'recording' | 'documentation' | 'clue'
}

/** One claim about a cell, with the source it rests on. */
export interface Expectation {
  /** Whether the call is accepted or refused. */
  readonly outcome: Outcome
  /** Our normalised code; only when the outcome includes a refusal. Absent: any refusal fits. */
  readonly errorCode?: KmsErrorCode
  /** The cloud's own codes, any one of which fits. Absent: not asserted. */
  readonly providerCodes?: readonly string[]
  /** Absent: not asserted. */
  readonly httpStatus?: number
  /** Key into {@link Matrix.sources}. */
  readonly source: string
}

/** What we conclude: never an exact provider code or HTTP status, those are asserted only where somebody saw or wrote them. */
export type Inference = Omit<Expectation, 'providerCodes' | 'httpStatus'>

/**
 * One action of one cloud on a key in one state.
 *
 * Expected is `recorded`, else `documented`, else `inferred`; a cell with none of the three is undocumented: it is
 * run, and what happened is reported without a judgement.
 */
export interface Cell {
  /** Id of the cloud, such as `aws`. */
  readonly cloud: string
  /** The cloud's own name of the action, as on the wire. */
  readonly action: string
  /** Ours; an action without one is called through `kms.raw`. */
  readonly operation?: OperationName
  /** The key's state when the call is made. */
  readonly state: KeyState
  /** Which key of the call is in the state; absent where it has one. */
  readonly role?: Role
  /** Which key the action needs; absent: the cloud's plain symmetric one. */
  readonly keyKind?: KeyKind
  /** What the cloud's pages or models promise. */
  readonly documented?: Expectation
  /** What somebody saw the real cloud do. */
  readonly recorded?: Expectation
  /** What polykms concludes from its neighbours. */
  readonly inferred?: Inference
  /**
   * The state the key settles in after an accepted call. Absent: unchanged. `Unknown`: not stated, not asserted.
   * A refused call changes nothing, whatever stands here.
   */
  readonly stateAfter?: KeyState
  /** What the claims leave open, as a sentence for people. */
  readonly note?: string
}

/** What is published: every source a cell cites, by id, and the cells. */
export interface Matrix {
  /** Every source that a cell cites, by id. */
  readonly sources: Readonly<Record<string, Source>>
  /** The cells, cloud by cloud. */
  readonly cells: readonly Cell[]
}
