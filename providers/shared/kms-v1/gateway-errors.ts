import type { ErrorRule } from '../../../src/provider.ts'
import type { ErrorTable } from '../error-table.ts'

/** The same numbers stand behind `APIGW.` on the clouds' own front and `APIG.` on customers' gateways. */
const GATEWAY = 'https://github.com/opentelekomcloud-docs/api-gateway umn/source/published_api_calling/error_codes.rst'
const IAM = 'https://github.com/opentelekomcloud-docs/identity-access-management api-ref/source/apis/token_management'

function rule(code: ErrorRule['code'], retry: ErrorRule['retry'] = 'never'): ErrorRule {
  return { code, retry, source: GATEWAY }
}

const input = rule('InvalidInput')
const unsupported = rule('Unsupported')
const unauthenticated = rule('Unauthenticated')
const denied = rule('AccessDenied')
const service = rule('ServiceUnavailable', 'transient')

/** 0201 means the request below 500 and the backend from 500 on: the one code whose status is part of it. */
export const BACKEND_0201 = 'APIGW.0201 from 500'

/** Codes of the API gateway in front of the KMS, by number. */
export const gatewayErrors: ErrorTable = {
  'APIGW.0101': unsupported, // no such API
  'APIGW.0103': service, // backend missing
  'APIGW.0104': service, // plug-in
  'APIGW.0105': service, // backend configuration
  'APIGW.0106': input, // parameter mapping
  'APIGW.0201': input, // request, or too large
  [BACKEND_0201]: service, // backend unavailable or too slow
  'APIGW.0202': service, // backend unavailable
  'APIGW.0203': service, // backend too slow
  'APIGW.0204': unsupported, // TLS version
  'APIGW.0205': denied, // client certificate
  'APIGW.0301': unauthenticated, // token, signature, access key or clock
  'APIGW.0302': denied, // user on a list
  'APIGW.0303': unauthenticated, // app credentials
  'APIGW.0304': denied, // app
  'APIGW.0305': unauthenticated,
  'APIGW.0306': denied,
  'APIGW.0307': rule('CredentialsExpired'), // the token must be renewed
  'APIGW.0308': rule('Throttled', 'not-executed'),
  'APIGW.0310': denied, // project unavailable
  'APIGW.0311': unauthenticated, // debugging
  'APIGW.0312': unauthenticated, // third-party authoriser
  'APIGW.0313': unauthenticated,
  'APIGW.0314': denied, // third-party authoriser
  'APIGW.0401': denied, // client address, to 0405
  'APIGW.0402': denied,
  'APIGW.0404': denied,
  'APIGW.0405': denied,
  'APIGW.0501': rule('QuotaExceeded'), // app quota
  'APIGW.0502': rule('AccountUnusable'), // app frozen
  'APIGW.0601': service,
  'APIGW.0602': input,
  'APIGW.0605': service, // DNS, configuration, tokens and backends of the gateway, to 0617
  'APIGW.0606': service,
  'APIGW.0607': unsupported, // protocol
  'APIGW.0608': service,
  'APIGW.0609': service,
  'APIGW.0610': service,
  'APIGW.0611': service,
  'APIGW.0612': service,
  'APIGW.0613': service, // IAM unavailable
  'APIGW.0615': service,
  'APIGW.0616': service,
  'APIGW.0617': service,
  'APIGW.0705': service, // backend signature
  'APIGW.0802': denied, // user forbidden in the region
}

/** IAM's replies repeat the HTTP status as their code, or carry an `IAM.` code that no page lists: the status decides. */
export const iamErrors: ErrorTable = Object.fromEntries(
  Object.entries({
    400: input,
    401: unauthenticated,
    403: denied,
    404: rule('NotFound'),
    429: rule('Throttled', 'not-executed'),
    500: service,
    502: service,
    503: service,
    504: service,
  }).map(([status, entry]) => [status, { ...entry, source: IAM }]),
)
