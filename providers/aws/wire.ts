import { KmsFailure } from '../../src/errors.ts'
import type { Provider } from '../../src/provider.ts'
import type { Dialect } from '../shared/aws-json/dialect.ts'
import { requestsTo } from '../shared/aws-json/request.ts'

/** AWS JSON 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function awsRequests(endpoint: string): Dialect['request'] {
  return requestsTo(endpoint, 'application/x-amz-json-1.1')
}

/** A call by AWS's own name, such as `DescribeCustomKeyStores`. */
export function rawRequests(request: Dialect['request']): Provider['raw'] {
  return (action, parameters) => {
    if (/^[A-Za-z]{1,64}$/.test(action)) return request(action, parameters)
    throw new KmsFailure({ code: 'InvalidInput', field: 'action' }, 'action: must be the name of a KMS action')
  }
}
