export { KEY_ID } from './replies.ts'

/** One way of making the same call. */
export interface Variant {
  /** Makes one DescribeKey call and resolves when its reply is parsed. */
  readonly call: () => Promise<unknown>
  readonly close?: () => void
}

/** Makes a variant that calls the server on this port; loading what it needs is part of its start, not of its calls. */
export type CreateVariant = (port: number) => Promise<Variant>

export const REGION = 'us-east-1'
export const ACCESS_KEY = 'AKIDEXAMPLE'
export const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
export const PROJECT_ID = 'b168fe00ff56492495a7d22974df2d0c'
