import { KmsFailure } from '../../../src/errors.ts'
import type { Provider } from '../../../src/provider.ts'
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

/** A call by the service's own name, such as `DescribeCustomKeyStores`. */
export function rawRequests(request: Dialect['request']): Provider['raw'] {
  return (action, parameters) => {
    if (/^[A-Za-z]{1,64}$/.test(action)) return request(action, parameters)
    throw new KmsFailure(
      { code: 'InvalidInput', field: 'action' },
      'action: must be the name of a KMS action, such as DescribeKey',
    )
  }
}
