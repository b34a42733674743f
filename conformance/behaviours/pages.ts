/** A page of the AWS KMS API reference. */
export function awsApi(action: string): string {
  return `https://docs.aws.amazon.com/kms/latest/APIReference/API_${action}.html`
}

/** A page of the AWS KMS developer guide. */
export function awsGuide(page: string): string {
  return `https://docs.aws.amazon.com/kms/latest/developerguide/${page}.html`
}

/** A page of the Q-KMS API reference. */
export function qkmsPage(slug: string): string {
  return `https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/${slug}`
}
