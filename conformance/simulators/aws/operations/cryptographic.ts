import type { Handlers } from '../call.ts'

/** The cryptographic operations, by family. */
export const cryptographic = {} satisfies Partial<Handlers>
