import type { Output } from '../aws/call.ts'
import { bodyOf, type Dialect, onlyReads } from '../aws/dialect.ts'
import { refusal } from '../aws/errors.ts'
import { createPutKey } from '../aws/put-key.ts'
import { readScope } from '../aws/sigv4.ts'
import { validateMembers } from '../aws/validate.ts'
import type { Json } from '../shared/json.ts'
import { isAction, type QAction, type QCall } from './call.ts'
import { wordingOf } from './errors.ts'
import { inputs } from './inputs.ts'
import { quilibriumNaming } from './naming.ts'
import { handlerOf } from './operations/index.ts'
import type { Settings } from './options.ts'
import { inAwsWords } from './put-key.ts'

const DEFAULT_REGION = 'us-east-1'

/** One host for all Regions (QuilibriumNetwork/qkms-sdk, README). */
const HOST = /^https?:\/\/qkms\.quilibrium\.com(?::\d+)?(?:\/|$)/i

/** What the vendor's client signs, in this order (packages/core/src/sigv4.ts). */
const SIGNED_HEADERS = ['content-type', 'host', 'x-amz-date', 'x-amz-target']

/** The generic ties the handler to its own input. */
const runAction = <A extends QAction>(action: A, call: QCall, body: Json): Output | Promise<Output> =>
  handlerOf(action)(call, validateMembers(inputs[action], body))

/** Q-KMS as a dialect of AWS's API. */
export const quilibriumDialect = ({ limits, timing, readings }: Settings): Dialect => ({
  cloud: 'quilibrium',
  hosts: [HOST],
  naming: quilibriumNaming(readings.aliasesNameKeys),
  // The host says nothing of a Region: the signature's scope does, and any is taken.
  regionOf: (_url, headers) => readScope(headers).region ?? DEFAULT_REGION,
  contentTypes: ['application/x-amz-json-1.1', 'application/json'],
  signedHeaders: readings.signedHeaders === 'fixed' ? SIGNED_HEADERS : undefined,
  noCallBody: '{"__type":"UnknownOperationException"}',
  run: (call, request) => {
    if (!isAction(call.action)) throw refusal('UnknownOperationException')
    const own = {
      readings,
      enabledKeys: limits.enabledKeys,
      keyGenerationMs: timing.keyGenerationMs,
      background: request.url.searchParams.get('async') === '1',
    }
    return runAction(call.action, Object.assign({}, call, own), bodyOf(request))
  },
  onlyReads,
  wordingOf,
  createPutKey: (tables, kernel, placeAt) => {
    const putKey = createPutKey(tables, kernel, { name: 'Q-KMS', placeAt })
    return (input) => putKey(inAwsWords(input))
  },
})
