import type { Kernel, PutKeyResult } from '../shared/engine.ts'
import type { ReceivedHeaders, ReceivedRequest } from '../shared/http.ts'
import { type Json, parseJson } from '../shared/json.ts'
import type { Call, Output, Place } from './call.ts'
import { type AwsRefusal, refusal } from './errors.ts'
import { HOSTS, regionOfHost } from './hosts.ts'
import { type Action, isAction } from './inputs.ts'
import { awsNaming, type Naming } from './naming.ts'
import { handlerOf } from './operations/index.ts'
import { createPutKey, type PutKeyInput } from './put-key.ts'
import { readScope } from './sigv4.ts'
import type { Tables } from './tables.ts'
import { validate } from './validate.ts'

const DEFAULT_REGION = 'us-east-1'

/** What one service that speaks AWS's JSON 1.1 API says or takes otherwise than another. */
export interface Dialect {
  readonly cloud: string
  /** URLs under which the service answers, for msw. */
  readonly hosts: readonly RegExp[]
  readonly naming: Naming
  readonly regionOf: (url: URL, headers: ReceivedHeaders) => string
  /** Media types a call may come as. */
  readonly contentTypes: readonly string[]
  /** The headers that are signed, of a service that does not heed the client's list. */
  readonly signedHeaders?: readonly string[] | undefined
  /** Name of the header with the request's id, of a service that has one. */
  readonly requestIdHeader?: string
  /** Body of the answer to a request that is no call at all. */
  readonly noCallBody: string
  /** Reads and runs the operation `call.action`, or refuses it as unknown. */
  readonly run: (call: Call, request: ReceivedRequest) => Output | Promise<Output>
  /** Whether an operation changes nothing about keys, aliases or grants and so may see lagging rows. */
  readonly onlyReads: (action: string) => boolean
  /** A refusal in the service's own code and words. */
  readonly wordingOf: (refused: AwsRefusal, action: string) => AwsRefusal
  readonly createPutKey: (
    tables: Tables,
    kernel: Kernel,
    placeAt: (region: string) => Place,
  ) => (input: PutKeyInput) => PutKeyResult
}

/** The JSON a call carries. */
export const bodyOf = (request: ReceivedRequest): Json => {
  const body = parseJson(Buffer.from(request.body).toString('utf8'))
  if (body === undefined) throw refusal('SerializationException')
  return body
}

/** The generic ties the handler to its own input. */
const runAction = <A extends Action>(action: A, call: Call, body: Json): Output | Promise<Output> =>
  handlerOf(action)(call, validate(action, body))

const ONLY_READS =
  /^(?:Describe|List|Get(?!ParametersForImport)|Encrypt|Decrypt|ReEncrypt|Generate|Sign|Verify|DeriveSharedSecret)/

export const onlyReads = (action: string): boolean => ONLY_READS.test(action)

export const awsDialect: Dialect = {
  cloud: 'aws',
  hosts: HOSTS,
  naming: awsNaming,
  regionOf: (url, headers) =>
    regionOfHost(headers.get('host') ?? url.host) ??
    regionOfHost(url.host) ??
    readScope(headers).region ??
    DEFAULT_REGION,
  contentTypes: ['application/x-amz-json-1.1'],
  requestIdHeader: 'x-amzn-requestid',
  // What the framework in front of KMS answers (aws/aws-sdk-net issue 1536).
  noCallBody: '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
  run: (call, request) => {
    if (!isAction(call.action)) throw refusal('UnknownOperationException')
    return runAction(call.action, call, bodyOf(request))
  },
  onlyReads,
  wordingOf: (refused) => refused,
  createPutKey: (tables, kernel, placeAt) => createPutKey(tables, kernel, { name: 'AWS', placeAt }),
}
