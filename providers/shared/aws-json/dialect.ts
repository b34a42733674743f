import type * as z from 'zod/mini'
import type { KeyState } from '../../../src/key-state.ts'
import type {
  DataKeyPairSpec,
  EncryptionAlgorithm,
  GrantOperation,
  KeyOrigin,
  KeySpec,
  KeyUsage,
  MacAlgorithm,
  SigningAlgorithm,
  WrappingAlgorithm,
  WrappingKeySpec,
} from '../../../src/operations/fields.ts'
import type { Input, OperationName, Output } from '../../../src/operations/index.ts'
import type { Codec, ErrorFacts } from '../../../src/provider.ts'
import type { WireRequest } from '../../../src/wire.ts'
import { once } from '../once.ts'
import { present } from '../present.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The members of a request; those that are `undefined` are not sent. */
export type Members = Readonly<Record<string, unknown>>

/** What differs between the services that speak AWS KMS's JSON protocol. */
export interface Dialect {
  /** Builds the request of one action. */
  readonly request: (action: string, members: Members) => WireRequest
  readonly keySpecs: Vocabulary<KeySpec>
  readonly keyUsages: Vocabulary<KeyUsage>
  readonly origins: Vocabulary<KeyOrigin>
  readonly pairSpecs: Vocabulary<DataKeyPairSpec>
  readonly encryptionAlgorithms: Vocabulary<EncryptionAlgorithm>
  readonly signingAlgorithms: Vocabulary<SigningAlgorithm>
  readonly macAlgorithms: Vocabulary<MacAlgorithm>
  readonly wrappingAlgorithms: Vocabulary<WrappingAlgorithm>
  readonly wrappingKeySpecs: Vocabulary<WrappingKeySpec>
  readonly grantOperations: Vocabulary<GrantOperation>
  readonly keyState: (word: string) => KeyState
  /** The member of CreateKey that says what kind of key is made. */
  readonly keySpecMember: 'KeySpec' | 'CustomerMasterKeySpec'
  readonly generateMacAction: string
  /** DeriveSharedSecret's `KeyAgreementAlgorithm`, where the service knows the member. */
  readonly keyAgreementAlgorithm: string | undefined
  /** The policy's name when the caller gives none, where the service demands one. */
  readonly policyName: string | undefined
  /** Error codes that say "this signature, or this MAC, does not fit". */
  readonly mismatchCodes: readonly string[]
  /** Makes DER SubjectPublicKeyInfo of a public key in a reply, which names its kind in the service's words. */
  readonly readPublicKey: (bytes: Uint8Array, spec: string | undefined) => Uint8Array
  /** Makes ASN.1 DER of an ECDSA signature in a reply; leaves those of other algorithms alone. */
  readonly readSignature: (bytes: Uint8Array, algorithm: SigningAlgorithm) => Uint8Array
}

/** One action as a codec: which members go out, what comes back, and what that means. */
interface Draft<I, O, R> {
  readonly action: string
  members(input: I): Members
  /** Made when the first reply comes: few programs use more than a few actions. */
  readonly reply: () => z.ZodMiniType<R>
  output(reply: R, input: I): O
  readonly fromError?: (facts: ErrorFacts) => O | undefined
}

export function codec<I, O extends object, R>(dialect: Dialect, draft: Draft<I, O, R>): Codec<I, O> {
  const { fromError } = draft
  const reply = once(draft.reply)
  return {
    encode: (input) => dialect.request(draft.action, draft.members(input)),
    decode: (said, input) => present(draft.output(reply().parse(said), input)),
    ...(fromError === undefined ? {} : { fromError }),
  }
}

/** The codec without the fields that this service cannot carry; each with the reason. */
export function refusing<I, O>(codec: Codec<I, O>, refuses: NonNullable<Codec<I, O>['refuses']>): Codec<I, O> {
  return { ...codec, refuses: { ...codec.refuses, ...refuses } }
}

/** A family's codecs by operation. */
export type Codecs<K extends OperationName> = { readonly [N in K]: Codec<Input<N>, Output<N>> }
