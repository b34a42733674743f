import type { Caller, Codec, Composite } from '../../../src/provider.ts'

/** `alias/…` or an ARN that ends so. */
export function isAlias(reference: string): boolean {
  return reference.startsWith('alias/') || (reference.startsWith('arn:') && reference.includes(':alias/'))
}

/**
 * The bare id, and the ARN where there is one, of a key id or key ARN.
 *
 * ARNs are only cut, not taken apart: Q-KMS's have fewer parts than AWS's.
 */
export function identityOf(reference: string): { keyId: string; keyArn?: string } {
  const at = reference.indexOf(':key/')
  return at < 0 ? { keyId: reference } : { keyId: reference.slice(at + ':key/'.length), keyArn: reference }
}

/** The same, of a member that a reply may leave out. */
export function optionalIdentityOf(reference: string | undefined): { keyId?: string; keyArn?: string } {
  return reference === undefined ? {} : identityOf(reference)
}

/** Finds the key id or key ARN that an alias stands for. */
export type ResolveAlias = (alias: string, call: Caller) => Promise<string>

/** Lets an operation whose page allows only key ids and key ARNs take an alias in these fields: it is looked up first, once. */
export function lookingUpAliases<F extends string, I extends { readonly [N in F]?: string | undefined }, O>(
  codec: Codec<I, O>,
  fields: readonly F[],
  resolve: ResolveAlias,
): Composite<I, O> {
  const { refuses } = codec
  return {
    async run(input, call) {
      const found: Record<string, string> = {}
      for (const field of fields) {
        const reference = input[field]
        if (reference !== undefined && isAlias(reference)) found[field] = await resolve(reference, call)
      }
      return call.codec(codec, { ...input, ...found })
    },
    ...(refuses === undefined ? {} : { refuses }),
  }
}
