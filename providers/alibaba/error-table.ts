import type { KmsErrorCode } from '../../src/errors.ts'
import type { KeyState } from '../../src/key-state.ts'
import type { ErrorRule, RetryClass } from '../../src/provider.ts'
import type { ErrorTable } from '../shared/error-table.ts'

/** Common errors of KMS. */
const COMMON = 'https://github.com/AlibabaCloudDocs/kms intl.en-US/API Reference/Calling method/Responses.md'
/** Errors of single actions: https://github.com/dew-serverless/acs-sdk-php is a copy of the published metadata. */
const ACTION = 'https://github.com/dew-serverless/acs-sdk-php data/kms/2016-01-20/api-docs.json'
/** Errors of the gateway before every product. */
const GATEWAY = 'https://help.aliyun.com/document_detail/48054.html'
/** Errors that the gateway and STS give for temporary credentials. */
const STS = 'https://github.com/AlibabaCloudDocs/ecs (faascmd FAQ, error codes)'
const STATES = 'https://github.com/AlibabaCloudDocs/kms intl.en-US/API Reference/Impact of CMK states on API call.md'
const QUOTAS = 'https://www.alibabacloud.com/help/en/kms/product-overview/performance-data'
const SDK = 'https://github.com/alibabacloud-go/kms-20160120 (DryRun)'
const GO_SDK = 'https://github.com/aliyun/alibaba-cloud-sdk-go sdk'

function rule(code: KmsErrorCode, source: string, retry: RetryClass = 'never'): ErrorRule {
  return { code, retry, source }
}

function inferred(code: KmsErrorCode, source: string, retry: RetryClass = 'never'): ErrorRule {
  return { code, retry, source, evidence: 'inferred' }
}

function refusedIn(keyState: KeyState, source: string): ErrorRule {
  return { code: 'InvalidKeyState', retry: 'never', keyState, source }
}

/**
 * No code for a damaged ciphertext or a wrong context exists: they are invalid parameters of the actions that take a
 * ciphertext, whose other parameters are checked before they are sent.
 */
const CIPHERTEXT_CALLS = [
  'decrypt',
  'decryptDataKey',
  'reEncrypt',
  'Decrypt',
  'ReEncrypt',
  'AsymmetricDecrypt',
  'ExportDataKey',
] as const
const invalidCiphertext = inferred(
  'InvalidCiphertext',
  'https://github.com/aliyun/alibabacloud-dkms-transfer-java-sdk sdk/src/main/java/com/aliyun/kms',
)

/** Every code of the common, gateway and action tables. */
export const errorTable: ErrorTable = {
  // KMS, common
  InternalFailure: rule('ServiceUnavailable', COMMON, 'transient'),
  ServiceUnavailableTemporary: rule('ServiceUnavailable', COMMON, 'transient'),
  'InvalidAccessKeyId.NotFound': rule('Unauthenticated', COMMON),
  'Forbidden.KeyNotFound': rule('KeyNotFound', COMMON),
  'Forbidden.KeyVersionNotFound': rule('NotFound', COMMON),
  'Forbidden.AliasNotFound': rule('AliasNotFound', COMMON),
  'Forbidden.NoPermission': rule('AccessDenied', COMMON),
  'Forbidden.AccessKey': rule('Unauthenticated', COMMON),
  UnsupportedHTTPMethod: rule('Unsupported', COMMON),
  'Forbidden.UbsmsInvalidUserid': rule('AccountUnusable', COMMON),
  'Forbidden.UbsmsInvalidBid': rule('AccountUnusable', COMMON),
  'Forbidden.KmsServiceNotEnabled': rule('AccountUnusable', COMMON),
  'Forbidden.ProhibitedByRiskControl': rule('AccountUnusable', COMMON),
  'Forbidden.InDebtOverdue': rule('AccountUnusable', COMMON),
  'Forbidden.InDebt': rule('AccountUnusable', COMMON),
  ParseRequestParameterException: rule('InvalidInput', COMMON),
  MissingParameter: rule('InvalidInput', COMMON),
  InvalidParameter: rule('InvalidInput', COMMON),
  ...Object.fromEntries(CIPHERTEXT_CALLS.map((call) => [`${call}:InvalidParameter`, invalidCiphertext])),
  IncompleteSignature: rule('Unauthenticated', COMMON),
  IllegalTimestamp: rule('Unauthenticated', COMMON),
  'Rejected.LimitExceeded': rule('QuotaExceeded', COMMON),
  AliasAlreadyExists: rule('AlreadyExists', COMMON),
  InvalidKeyMaterial: rule('InvalidKeyMaterial', COMMON),
  InvalidImportToken: rule('InvalidImportToken', COMMON),
  ExpiredImportToken: rule('InvalidImportToken', COMMON),
  'Unsupported.Origin': rule('InvalidKeyUsage', COMMON),
  'Unsupported.Alias': rule('InvalidInput', COMMON),
  'Unsupported.ProtectionLevel': rule('Unsupported', COMMON),
  'Rejected.StateModifiedFailed': rule('InvalidKeyState', COMMON),
  'Rejected.Disabled': refusedIn('Disabled', COMMON),
  'Rejected.PendingDeletion': refusedIn('PendingDeletion', COMMON),
  'Rejected.PendingImport': refusedIn('PendingImport', COMMON),
  'Rejected.Enabled': refusedIn('Enabled', STATES),
  'Rejected.Unavailable': refusedIn('Unavailable', ACTION),
  'Rejected.Throttling': rule('Throttled', QUOTAS, 'not-executed'),
  Throttling: rule('Throttled', COMMON, 'not-executed'),

  // The same as the service has also spelt them
  SerivceUnavailableTemporary: rule('ServiceUnavailable', COMMON, 'transient'),
  SerivceUnvailableTemporary: rule('ServiceUnavailable', ACTION, 'transient'),
  'Rejetced.PendingDeletion': refusedIn('PendingDeletion', COMMON),

  // Gateway
  SignatureDoesNotMatch: rule('Unauthenticated', GATEWAY),
  InvalidSignatureMethod: rule('Unauthenticated', GATEWAY),
  'InvalidTimeStamp.Expired': rule('ClockSkew', GATEWAY),
  'InvalidTimeStamp.Format': rule('Unauthenticated', GATEWAY),
  // Every attempt has a nonce of its own, so something between sent one twice, and the first may have had its effect.
  SignatureNonceUsed: inferred('Unauthenticated', GATEWAY, 'transient'),
  'InvalidAccessKeyId.Inactive': rule('Unauthenticated', GATEWAY),
  // The page's pattern is Missing{ParameterName}.
  MissingSecurityToken: inferred('Unauthenticated', GATEWAY),
  'InvalidSecurityToken.Expired': rule('CredentialsExpired', STS),
  'InvalidSecurityToken.Malformed': rule('Unauthenticated', STS),
  'InvalidSecurityToken.MismatchWithAccessKey': rule('Unauthenticated', STS),
  'InvalidProduct.NotFound': rule('Unsupported', GATEWAY),
  'InvalidProtocol.NeedSsl': rule('Unsupported', GATEWAY),
  'InvalidApi.NotFound': rule('Unsupported', GATEWAY),
  'InvalidAction.NotFound': rule('Unsupported', GATEWAY),
  InvalidVersion: rule('Unsupported', GATEWAY),
  'Forbidden.RAM': rule('AccessDenied', GO_SDK),
  NoPermission: rule('AccessDenied', GO_SDK),
  'Throttling.User': rule('Throttled', GATEWAY, 'not-executed'),
  'Throttling.Api': rule('Throttled', GATEWAY, 'not-executed'),
  ServiceUnavailable: rule('ServiceUnavailable', GATEWAY, 'transient'),
  InternalError: rule('ServiceUnavailable', GATEWAY, 'transient'),

  // Single actions
  // On a key: its spec or usage does not fit. On CreateKey there is no key yet.
  UnsupportedOperation: rule('InvalidKeyUsage', ACTION),
  'createKey:UnsupportedOperation': rule('Unsupported', ACTION),
  'CreateKey:UnsupportedOperation': rule('Unsupported', ACTION),
  'Rejected.UnsupportedOperation': rule('InvalidKeyUsage', ACTION),
  'Rejected.ShareQuotaExceedLimit': rule('QuotaExceeded', ACTION),
  'Forbidden.DKMSInstanceNotFound': rule('NotFound', ACTION),
  'Forbidden.DKMSInstanceStateInvalid': rule('Conflict', ACTION),
  'Forbidden.KeyPolicyUnSupported': rule('InvalidKeyUsage', ACTION),
  'Forbidden.ResourceNotFound': rule('NotFound', ACTION),
  'Duplicate.TagKey': rule('InvalidInput', ACTION),
  'InvalidParameter.TagKey': rule('InvalidInput', ACTION),
  'InvalidParameter.TagValue': rule('InvalidInput', ACTION),
  'InvalidResourceId.NotFound': rule('NotFound', ACTION),
  CreateLXOrderFailed: rule('AccountUnusable', ACTION),
  'Forbidden.NoRealNameAuthentication': rule('AccountUnusable', ACTION),
  'Forbidden.Opened': rule('Conflict', ACTION),
  'Certificate.NotFound': rule('NotFound', ACTION),
  'Rejected.ResourceExist': rule('AlreadyExists', ACTION),
  'Rejected.ResourceInDeleteWindow': rule('Conflict', ACTION),
  'Rejected.ResourceInUse': rule('Conflict', ACTION),
  'Rejected.InvalidRequest': rule('InvalidInput', ACTION),

  // DryRun always fails; only the code tells how it would have gone
  DryRunOperationError: rule('DryRunSucceeded', SDK),
  ValidationError: rule('InvalidInput', SDK),
  AccessDeniedError: rule('AccessDenied', SDK),
}
