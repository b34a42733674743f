import type * as z from 'zod/mini'
import type { LimitName } from '../limits.ts'

/** What a call acts on: decides, for example, whether "not found" means the key or the alias. */
export type OperationTarget = 'account' | 'key' | 'alias' | 'grant' | 'ciphertext'

/** One row of the operation table. */
export interface OperationDefinition<
  I extends z.ZodMiniObject = z.ZodMiniObject,
  O extends z.ZodMiniObject = z.ZodMiniObject,
> {
  /** Schema of what a call takes. */
  readonly input: I
  /** Schema of what a call gives back, before `requestId` and `raw` are added. */
  readonly output: O
  /** What a call acts on. */
  readonly target: OperationTarget
  /** Does the call change anything in the cloud? */
  readonly mutates: boolean
  /** Is it safe to send again when nobody knows whether the first one arrived? A binding may differ. */
  readonly idempotent: boolean
  /** Fields whose values must never be seen in an error, a log or a report. */
  readonly secrets: {
    /** Of the input. */
    readonly input: readonly (keyof z.output<I>)[]
    /** Of the output. */
    readonly output: readonly (keyof z.output<O>)[]
  }
  /** Which of the provider's limits bounds which field. */
  readonly limits: { readonly [F in keyof z.output<I>]?: LimitName }
}

type Draft<I extends z.ZodMiniObject, O extends z.ZodMiniObject> = Pick<OperationDefinition<I, O>, 'target'> & {
  /** Made when they are first asked for: those of all operations take longer to make than all else that a start does. */
  readonly input: () => I
  readonly output: () => O
} & Partial<Pick<OperationDefinition<I, O>, 'mutates' | 'idempotent' | 'limits'>> & {
    readonly secrets?: {
      readonly input?: readonly (keyof z.output<I>)[]
      readonly output?: readonly (keyof z.output<O>)[]
    }
  }

/** Declares an operation. Unless it says otherwise it changes nothing and may be repeated. */
export function operation<I extends z.ZodMiniObject, O extends z.ZodMiniObject>(
  draft: Draft<I, O>,
): OperationDefinition<I, O> {
  let input: I | undefined
  let output: O | undefined
  return {
    get input() {
      input ??= draft.input()
      return input
    },
    get output() {
      output ??= draft.output()
      return output
    },
    target: draft.target,
    mutates: draft.mutates ?? false,
    idempotent: draft.idempotent ?? true,
    secrets: { input: draft.secrets?.input ?? [], output: draft.secrets?.output ?? [] },
    limits: draft.limits ?? {},
  }
}
