/** One way of making the same call. */
export interface Variant {
  /** Makes one DescribeKey call and resolves when its reply is parsed. */
  readonly call: () => Promise<unknown>
  readonly close?: () => void
}

/** Makes a variant that calls the server on this port; loading what it needs is part of its start, not of its calls. */
export type CreateVariant = (port: number) => Promise<Variant>

export const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'
export const REGION = 'us-east-1'
export const ACCESS_KEY = 'AKIDEXAMPLE'
export const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
