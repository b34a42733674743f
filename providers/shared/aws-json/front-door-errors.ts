import type { ErrorRule } from '../../../src/provider.ts'
import type { ErrorTable } from '../error-table.ts'

const COMMON = 'https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html'
const THROTTLING = 'https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html'
/** Codes of the shared front end that no KMS page lists; the official client knows them. */
const SDK =
  'https://github.com/smithy-lang/smithy-typescript/blob/main/packages/core/src/submodules/retry/service-error-classification/constants.ts'

const never = (code: ErrorRule['code'], source: string): ErrorRule => ({ code, retry: 'never', source })
const inferred = (code: ErrorRule['code'], source: string): ErrorRule => ({
  ...never(code, source),
  evidence: 'inferred',
})
const transient = (source: string): ErrorRule => ({ code: 'ServiceUnavailable', retry: 'transient', source })
const throttled = (source: string): ErrorRule => ({ code: 'Throttled', retry: 'not-executed', source })

/** What the front end of AWS services answers before KMS sees the request, for every action. */
export const frontDoorErrors: ErrorTable = {
  ValidationException: never('InvalidInput', COMMON),
  ValidationError: never('InvalidInput', COMMON),
  SerializationException: inferred('InvalidInput', SDK),
  MalformedHttpRequestException: never('InvalidInput', COMMON),
  RequestEntityTooLargeException: never('InvalidInput', COMMON),
  UnknownOperationException: never('Unsupported', COMMON),
  AccessDeniedException: never('AccessDenied', COMMON),
  NotAuthorized: never('AccessDenied', COMMON),
  OptInRequired: never('AccountUnusable', COMMON),
  ExpiredTokenException: never('CredentialsExpired', COMMON),
  ExpiredToken: inferred('CredentialsExpired', COMMON),
  UnrecognizedClientException: never('Unauthenticated', COMMON),
  InvalidClientTokenId: never('Unauthenticated', COMMON),
  IncompleteSignature: never('Unauthenticated', COMMON),
  IncompleteSignatureException: never('Unauthenticated', COMMON),
  MissingAuthenticationToken: never('Unauthenticated', COMMON),
  MissingAuthenticationTokenException: never('Unauthenticated', COMMON),
  InvalidSignatureException: inferred('Unauthenticated', SDK),
  SignatureDoesNotMatch: inferred('Unauthenticated', SDK),
  AuthFailure: inferred('Unauthenticated', SDK),
  RequestExpired: never('ClockSkew', COMMON),
  RequestInTheFuture: inferred('ClockSkew', SDK),
  RequestTimeTooSkewed: inferred('ClockSkew', SDK),
  ThrottlingException: throttled(THROTTLING),
  Throttling: throttled(SDK),
  ThrottledException: throttled(SDK),
  RequestLimitExceeded: throttled(SDK),
  RequestThrottled: throttled(SDK),
  RequestThrottledException: throttled(SDK),
  TooManyRequestsException: throttled(SDK),
  SlowDown: throttled(SDK),
  InternalFailure: transient(COMMON),
  ServiceUnavailable: transient(COMMON),
  ServiceUnavailableException: transient(COMMON),
  RequestTimeoutException: transient(COMMON),
  RequestAbortedException: transient(COMMON),
}
