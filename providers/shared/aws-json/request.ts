import type { Dialect } from './dialect.ts'

/** Every action is a POST to the root of the endpoint; this header says which. */
const TARGET_PREFIX = 'TrentService'

/**
 * Requests of one service. They carry only the headers that it reads, because all of them are signed.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#API_CreateKey_Examples
 */
export function requestsTo(endpoint: string, contentType: string): Dialect['request'] {
  const url = `${endpoint}/`
  return (action, members) => ({
    method: 'POST',
    url,
    headers: { 'content-type': contentType, 'x-amz-target': `${TARGET_PREFIX}.${action}` },
    body: JSON.stringify(members),
  })
}
