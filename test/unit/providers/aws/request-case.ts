import type { Input, OperationName } from '../../../../src/operations/index.ts'

/** One call in our words and in AWS's: both must lead to the same bytes on the wire. */
export interface RequestCase {
  readonly operation: OperationName
  readonly input: Input<OperationName>
  readonly command: object
}

export function request<K extends OperationName>(operation: K, input: Input<K>, command: object): RequestCase {
  return { operation, input, command }
}

export const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab'
export const KeyId = keyId
export const bytes = (...values: number[]) => Uint8Array.from(values)
export const context = { tenant: '42', Ärger: '"\\' }
export const EncryptionContext = context
export const grantTokens = ['token']
export const GrantTokens = grantTokens
export const expiry = new Date('2030-01-02T03:04:05.678Z')
export const tags = { tenant: '42', empty: '' }
export const Tags = [
  { TagKey: 'tenant', TagValue: '42' },
  { TagKey: 'empty', TagValue: '' },
]
export const dry = { grantTokens, dryRun: true }
export const Dry = { GrantTokens, DryRun: true }
export const page = { limit: 7, cursor: 'marker' }
export const Page = { Limit: 7, Marker: 'marker' }
export const principal = 'arn:aws:iam::111122223333:role/keys'
