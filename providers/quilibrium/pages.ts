/** The API reference, one page per operation. */
export const REFERENCE = 'https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations'

/** The page of one operation, such as `enable-key`. */
export function page(slug: string): string {
  return `${REFERENCE}/${slug}`
}

/** Quilibrium's own client: what no page says is read off it, and marked as inferred. */
export const CLIENT = 'https://github.com/QuilibriumNetwork/qkms-sdk'
