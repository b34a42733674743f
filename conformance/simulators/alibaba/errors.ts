/**
 * The errors the simulator sends, with status and text. KMS's own: AlibabaCloudDocs/kms
 * `intl.en-US/API Reference/Calling method/Responses.md`, the DescribeKey page and each action's published metadata;
 * the gateway's: the RPC signature pages and error tables of Alibaba Cloud's OpenAPI documentation.
 */
const errors = {
  // Who calls, and how.
  UnsupportedHTTPMethod: [403, 'This http method is not supported.'],
  IncompleteSignature: [400, 'The request signature does not conform to Alibaba Cloud standards.'],
  SignatureDoesNotMatch: [400, 'Specified signature is not matched with our calculation.'],
  SignatureNonceUsed: [400, 'Specified signature nonce was used already.'],
  IllegalTimestamp: [
    400,
    'The input parameter "Timestamp" that is required for processing this request is not supplied.',
  ],
  'InvalidTimeStamp.Format': [400, 'Specified time stamp or date value is not well formatted.'],
  'InvalidTimeStamp.Expired': [400, 'Specified time stamp or date value is expired.'],
  'InvalidAccessKeyId.NotFound': [404, 'The Access Key ID provided does not exist in our records.'],
  MissingSecurityToken: [400, 'SecurityToken is mandatory for this action.'],
  'InvalidSecurityToken.Expired': [400, 'Specified SecurityToken is expired.'],
  'InvalidSecurityToken.Malformed': [400, 'Specified SecurityToken is malformed.'],
  'InvalidSecurityToken.MismatchWithAccessKey': [400, 'Specified SecurityToken mismatch with the AccessKey.'],
  // What is asked.
  'InvalidAction.NotFound': [404, 'Specified api is not found, please check your url and method.'],
  InvalidVersion: [400, 'Specified parameter Version is not valid.'],
  ParseRequestParameterException: [400, 'Server parse parameters exception. Please check your input params.'],
  MissingParameter: [400, 'The parameter needed but no provided.'],
  InvalidParameter: [400, 'The specified parameter is not valid.'],
  'InvalidParameter.TagKey': [400, 'The specified parameter is not valid.'],
  'InvalidParameter.TagValue': [400, 'The specified parameter is not valid.'],
  'Duplicate.TagKey': [400, 'The specified tagKey is duplicate.'],
  'Unsupported.Alias': [400, 'Alias is not valid for this api.'],
  // What it is about.
  'Forbidden.KeyNotFound': [404, 'The specified Key is not found.'],
  'Forbidden.KeyVersionNotFound': [404, 'The specified Key version is not found.'],
  'Forbidden.AliasNotFound': [404, 'The specified Alias is not found.'],
  'Forbidden.ResourceNotFound': [404, 'Policy not found.'],
  'InvalidResourceId.NotFound': [404, 'The specified ResourceId is not found.'],
  'Forbidden.NoPermission': [403, 'This operation is forbidden by permission system.'],
  'Forbidden.DKMSInstanceNotFound': [403, 'The specified DKMS Instance is not found.'],
  // The key's state.
  'Rejected.Disabled': [409, 'The request was rejected because the key state is Disabled.'],
  'Rejected.PendingDeletion': [409, 'The request was rejected because the key state is PendingDeletion.'],
  'Rejected.PendingImport': [409, 'The request was rejected because the key state is PendingImport.'],
  'Rejected.Unavailable': [409, 'The request was rejected because the key state is Unavailable.'],
  'Rejected.StateModifiedFailed': [409, 'Keystate modified failed.'],
  // The key's kind.
  'Unsupported.Origin': [400, 'This key origin is not valid for this api.'],
  'Unsupported.ProtectionLevel': [400, 'This protection level is not valid for this region'],
  UnsupportedOperation: [400, 'This action is not supported.'],
  'Rejected.UnsupportedOperation': [400, 'Unsupported operation.'],
  'Forbidden.KeyPolicyUnSupported': [400, 'The specified key does not support key policy.'],
  // Quotas and collisions.
  'Rejected.LimitExceeded': [400, 'The request was rejected because user create resource limit was exceeded.'],
  'Rejected.Throttling': [429, 'QPS Limit Exceeded'],
  AliasAlreadyExists: [400, 'AliasName Already Exists.'],
  // Imported material.
  InvalidKeyMaterial: [400, 'key material is invalid.'],
  InvalidImportToken: [400, 'import token is invalid.'],
  ExpiredImportToken: [400, 'import token is expired.'],
  // The account's service.
  'Forbidden.Opened': [400, 'Your kms service has been opened.'],
  // What a call with DryRun ends in.
  DryRunOperationError: [400, 'Request validation has been passed with DryRun flag set.'],
  ValidationError: [400, 'The specified parameter is not valid.'],
  // The service itself.
  InternalFailure: [500, 'Internal Failure.'],
  InternalError: [500, 'The request processing has failed due to some unknown error.'],
} as const satisfies Record<string, readonly [status: number, text: string]>

export type AlibabaErrorCode = keyof typeof errors

/** A refusal in Alibaba Cloud's words. Thrown by a guard, turned into an error reply by the engine. */
export class AlibabaRefusal extends Error {
  readonly code: AlibabaErrorCode
  readonly status: number

  constructor(code: AlibabaErrorCode, text: string = errors[code][1]) {
    super(text)
    this.name = 'AlibabaRefusal'
    this.code = code
    this.status = errors[code][0]
  }
}

/** `throw refusal('Rejected.Disabled')`; a text replaces the usual one. */
export const refusal = (code: AlibabaErrorCode, text?: string): AlibabaRefusal => new AlibabaRefusal(code, text)
