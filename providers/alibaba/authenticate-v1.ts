import { createHmac } from 'node:crypto'
import type { WireRequest } from '../../src/wire.ts'
import type { AccessKey, Stamp } from './credentials.ts'
import { timestamp } from './credentials.ts'
import { encodePairs, percentEncode } from './wire.ts'

/**
 * Signs with HMAC-SHA1 over all parameters, Alibaba's signature version 1.0 of RPC requests.
 *
 * Like the official client `@alicloud/rpc-client` it puts the signature's own parameters in the query, also beside a
 * form body.
 *
 * @see https://github.com/AlibabaCloudDocs/kms intl.en-US/API Reference/Calling method/Signature.md (its example's
 * result is wrong; the Chinese page has the right one)
 */
export function authenticateV1(request: WireRequest, key: AccessKey, stamp: Stamp): WireRequest {
  const url = new URL(request.url)
  const query: [string, string][] = [
    ...url.searchParams,
    ['Action', request.headers['x-acs-action'] ?? ''],
    ['Version', request.headers['x-acs-version'] ?? ''],
    ['Format', 'JSON'],
    ['AccessKeyId', key.accessKeyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureVersion', '1.0'],
    ['SignatureNonce', stamp.nonce],
    ['Timestamp', timestamp(stamp.date)],
  ]
  if (key.securityToken !== undefined) query.push(['SecurityToken', key.securityToken])
  const all = [...query, ...new URLSearchParams(request.body)]
  query.push(['Signature', signatureV1(request.method, all, key.accessKeySecret)])
  return { ...request, url: `${url.origin}${url.pathname}?${encodePairs(query)}` }
}

/** The `Signature` parameter over all others, base64. */
export function signatureV1(
  method: WireRequest['method'],
  pairs: Iterable<readonly [string, string]>,
  accessKeySecret: string,
): string {
  return createHmac('sha1', `${accessKeySecret}&`).update(stringToSignV1(method, pairs), 'utf8').digest('base64')
}

/** The parameters are percent-encoded twice: as a query, and as one part of this text. */
export function stringToSignV1(method: WireRequest['method'], pairs: Iterable<readonly [string, string]>): string {
  return `${method}&%2F&${percentEncode(encodePairs(pairs))}`
}
