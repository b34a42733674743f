/**
 * Error codes the simulator sends: those of the service model that a call can earn here, and the framework's own
 * (AWS KMS API reference, "Common Error Types").
 */
export type AwsErrorCode =
  | 'AccessDeniedException'
  | 'AlreadyExistsException'
  | 'ConflictException'
  | 'CloudHsmClusterNotFoundException'
  | 'CustomKeyStoreNotFoundException'
  | 'DependencyTimeoutException'
  | 'DisabledException'
  | 'DryRunOperationException'
  | 'ExpiredImportTokenException'
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'IncorrectKeyException'
  | 'IncorrectKeyMaterialException'
  | 'InvalidAliasNameException'
  | 'InvalidArnException'
  | 'InvalidCiphertextException'
  | 'InvalidGrantIdException'
  | 'InvalidGrantTokenException'
  | 'InvalidImportTokenException'
  | 'InvalidKeyUsageException'
  | 'InvalidMarkerException'
  | 'InvalidSignatureException'
  | 'KMSInternalException'
  | 'KMSInvalidMacException'
  | 'KMSInvalidSignatureException'
  | 'KMSInvalidStateException'
  | 'KeyUnavailableException'
  | 'LimitExceededException'
  | 'MalformedPolicyDocumentException'
  | 'MissingAuthenticationTokenException'
  | 'NotAuthorizedException'
  | 'NotFoundException'
  | 'RequestEntityTooLargeException'
  | 'SerializationException'
  | 'TagException'
  | 'ThrottlingException'
  | 'UnknownOperationException'
  | 'UnrecognizedClientException'
  | 'UnsupportedOperationException'
  | 'ValidationException'
  | 'XksProxyUriUnreachableException'

/** Faults of the service; all else is the caller's and travels as 400, whatever the model's traits say. */
export const SERVER_FAULTS: readonly string[] = [
  'DependencyTimeoutException',
  'KMSInternalException',
  'KeyUnavailableException',
] satisfies AwsErrorCode[]

/** A documented refusal. Thrown by a guard, turned into an error reply by the engine. */
export class AwsRefusal extends Error {
  /** Of AWS, or of a service that speaks its dialect. */
  readonly code: string
  /** Absent for codes that AWS sends without a message: the reply then has no such member. */
  readonly text: string | undefined

  constructor(code: string, text?: string) {
    super(text ?? code)
    this.name = 'AwsRefusal'
    this.code = code
    this.text = text
  }

  get status(): number {
    if (this.code === 'RequestEntityTooLargeException') return 413
    return SERVER_FAULTS.includes(this.code) ? 500 : 400
  }
}

/** `throw refusal('DisabledException', …)`. */
export const refusal = (code: AwsErrorCode, text?: string): AwsRefusal => new AwsRefusal(code, text)
