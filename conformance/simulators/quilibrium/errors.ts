/**
 * Which code each page lists, what the pages say of each code, and how AWS's refusals turn into those
 * (docs.quilibrium.com, key operations, "Special Errors").
 */
import { AwsRefusal } from '../aws/errors.ts'
import { isAction, type QAction } from './call.ts'
import { inOwnWords } from './words.ts'

const NOT_FOUND = 'The request was rejected because the specified entity or resource could not be found.'

/** No page shows an error reply: a code's description in the error tables stands for its message. */
const TEXTS = {
  AlreadyExistsException: 'The alias you are trying to create already exists.',
  DependencyTimeoutException: 'The system timed out while trying to fulfill the request.',
  DisabledException: 'The request was rejected because the specified KMS key is disabled.',
  ExpiredImportTokenException: 'The request was rejected because the provided import token has expired.',
  IncorrectKeyMaterialException:
    'The request was rejected because the provided key material is invalid or incompatible with the KMS key.',
  InvalidAliasNameException: 'The alias name is not valid.',
  InvalidArnException: 'The request was rejected because a specified ARN was not valid.',
  InvalidCiphertextException:
    'The request was rejected because the specified ciphertext has been corrupted or is otherwise invalid.',
  InvalidGrantIdException: 'The request was rejected because the specified grant ID is not valid.',
  InvalidGrantTokenException: 'The request was rejected because the specified grant token is not valid.',
  InvalidImportTokenException:
    'The request was rejected because the provided import token is invalid or is not associated with the specified KMS key.',
  InvalidKeyUsageException:
    'The request was rejected because the specified KeyId value cannot be used for this operation.',
  InvalidMarkerException:
    'The request was rejected because the marker that specifies where pagination should next begin is not valid.',
  InvalidPublicKeyException:
    'The request was rejected because the provided public key is invalid or incompatible with the KMS key.',
  KMSInternalException: 'An internal error occurred.',
  KMSInvalidStateException: 'The request was rejected because the key state is not valid for this operation.',
  KMSNotFoundException: NOT_FOUND,
  KeyUnavailableException: 'The request was rejected because the specified KMS key was not available.',
  LimitExceededException: 'The request was rejected because a quota was exceeded.',
  MacInvalidException: 'The request was rejected because the MAC verification failed.',
  MalformedPolicyDocumentException: 'The request was rejected because the specified policy document was malformed.',
  NotFoundException: NOT_FOUND,
  SignatureInvalidException: 'The request was rejected because the signature verification failed.',
  TagException: 'The request was rejected because one or more tags are not valid.',
  TooManyTagsException: 'The request was rejected because the number of tags on the KMS key exceeds the limit.',
  UnsupportedOperationException:
    'The request was rejected because a specified parameter is not supported or a specified resource is not valid for this operation.',
} as const

type QErrorCode = keyof typeof TEXTS

/** What EnableKey's page says otherwise than most. */
const TEXTS_OF_ENABLE_KEY: Readonly<Record<string, string>> = {
  InvalidArnException: 'The key ARN provided is not valid.',
  NotFoundException: 'The request was rejected because the specified key was not found.',
}

/** QuilibriumNetwork/qkms-sdk, packages/core/src/sigv4.ts: what any divergence in the signature is answered with. */
const UNAUTHENTICATED = 'Request is missing required authentication parameters'

const AUTHENTICATION_CODES: readonly string[] = [
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]

const page = (codes: string): readonly string[] => codes.split(' ').map((code) => `${code}Exception`)

const LIFECYCLE = page('DependencyTimeout InvalidArn KMSInternal KMSInvalidState NotFound')
const ENCRYPTION = page(
  'DependencyTimeout Disabled InvalidGrantToken InvalidKeyUsage KeyUnavailable KMSInternal KMSInvalidState NotFound',
)
const SIGNATURES = ENCRYPTION.filter((code) => code !== 'InvalidGrantTokenException')
const KEY_PAIRS = SIGNATURES.filter((code) => code !== 'DisabledException')
const ROTATION = [...LIFECYCLE, ...page('Disabled UnsupportedOperation')]
const GRANTS = [...LIFECYCLE, 'InvalidGrantIdException']

const PAGES: Readonly<Record<QAction, readonly string[]>> = {
  CreateKey: page(
    'DependencyTimeout InvalidArn KMSInternal LimitExceeded MalformedPolicyDocument Tag UnsupportedOperation',
  ),
  DescribeKey: [...LIFECYCLE, 'InvalidGrantTokenException'],
  ListKeys: page('DependencyTimeout InvalidMarker KMSInternal'),
  EnableKey: [...LIFECYCLE, 'LimitExceededException'],
  DisableKey: LIFECYCLE,
  ScheduleKeyDeletion: LIFECYCLE,
  CancelKeyDeletion: LIFECYCLE,
  UpdateKeyDescription: LIFECYCLE,
  ReplicateKey: page('Disabled InvalidKeyUsage KMSInvalidState KMSNotFound Tag UnsupportedOperation'),
  UpdatePrimaryRegion: [...LIFECYCLE, 'UnsupportedOperationException'],
  CreateAlias: page(
    'AlreadyExists DependencyTimeout InvalidAliasName KMSInternal KMSInvalidState LimitExceeded NotFound',
  ),
  UpdateAlias: page('DependencyTimeout KMSInternal KMSInvalidState LimitExceeded NotFound'),
  DeleteAlias: page('DependencyTimeout KMSInternal KMSInvalidState NotFound'),
  ListAliases: page('DependencyTimeout InvalidArn InvalidMarker KMSInternal NotFound'),
  TagResource: page('InvalidArn KMSInvalidState KMSNotFound Tag TooManyTags'),
  UntagResource: page('InvalidArn KMSInvalidState KMSNotFound Tag'),
  ListResourceTags: page('InvalidArn InvalidMarker KMSInvalidState KMSNotFound'),
  GetKeyPolicy: LIFECYCLE,
  PutKeyPolicy: [...LIFECYCLE, ...page('LimitExceeded MalformedPolicyDocument UnsupportedOperation')],
  ListKeyPolicies: [...LIFECYCLE, 'InvalidMarkerException'],
  CreateGrant: [...LIFECYCLE, ...page('Disabled InvalidGrantToken KeyUnavailable LimitExceeded')],
  ListGrants: [...GRANTS, 'InvalidMarkerException'],
  ListRetirableGrants: page('DependencyTimeout InvalidArn InvalidMarker KMSInternal NotFound'),
  RetireGrant: [...GRANTS, 'InvalidGrantTokenException'],
  RevokeGrant: GRANTS,
  EnableKeyRotation: ROTATION,
  DisableKeyRotation: ROTATION,
  GetKeyRotationStatus: [...LIFECYCLE, 'UnsupportedOperationException'],
  GetParametersForImport: [...LIFECYCLE, 'UnsupportedOperationException'],
  ImportKeyMaterial: [
    ...LIFECYCLE,
    ...page('ExpiredImportToken IncorrectKeyMaterial InvalidCiphertext InvalidImportToken'),
  ],
  DeleteImportedKeyMaterial: [...LIFECYCLE, 'UnsupportedOperationException'],
  Encrypt: ENCRYPTION,
  Decrypt: [...ENCRYPTION, 'InvalidCiphertextException'],
  ReEncrypt: [...ENCRYPTION, 'InvalidCiphertextException'],
  GenerateDataKey: ENCRYPTION,
  GenerateDataKeyWithoutPlaintext: ENCRYPTION,
  GenerateDataKeyPair: KEY_PAIRS,
  GenerateDataKeyPairWithoutPlaintext: KEY_PAIRS,
  Sign: SIGNATURES,
  Verify: [...SIGNATURES, 'SignatureInvalidException'],
  GenerateMAC: SIGNATURES,
  VerifyMac: [...SIGNATURES, 'MacInvalidException'],
  DeriveSharedSecret: page(
    'DependencyTimeout Disabled InvalidKeyUsage InvalidPublicKey KMSInternal KMSInvalidState NotFound UnsupportedOperation',
  ),
  GetPublicKey: [...SIGNATURES, 'UnsupportedOperationException'],
}

/** Codes whose documented meaning covers what AWS has another code for, best first. */
const SUBSTITUTES: Readonly<Record<string, readonly QErrorCode[]>> = {
  AccessDeniedException: ['NotFoundException', 'KMSNotFoundException'],
  AlreadyExistsException: ['UnsupportedOperationException'],
  DisabledException: ['KMSInvalidStateException'],
  IncorrectKeyException: ['InvalidCiphertextException'],
  InvalidArnException: ['NotFoundException', 'KMSNotFoundException'],
  KMSInvalidMacException: ['MacInvalidException'],
  KMSInvalidSignatureException: ['SignatureInvalidException'],
  NotFoundException: ['KMSNotFoundException'],
  UnsupportedOperationException: ['KMSInvalidStateException'],
}

/** The code as the operation's page has it; AWS's own where no listed code means it. */
const codeOn = (action: string, code: string): string => {
  const listed = isAction(action) ? PAGES[action] : undefined
  if (listed === undefined || listed.includes(code)) return code
  return SUBSTITUTES[code]?.find((substitute) => listed.includes(substitute)) ?? code
}

const isDocumented = (code: string): code is QErrorCode => Object.hasOwn(TEXTS, code)

const textOn = (action: string, code: string): string | undefined =>
  (action === 'EnableKey' ? TEXTS_OF_ENABLE_KEY[code] : undefined) ?? (isDocumented(code) ? TEXTS[code] : undefined)

/** A refusal of AWS's engine in Q-KMS's code and words. */
export const wordingOf = (refused: AwsRefusal, action: string): AwsRefusal => {
  if (AUTHENTICATION_CODES.includes(refused.code)) return new AwsRefusal('NotAuthorizedException', UNAUTHENTICATED)
  const code = codeOn(action, refused.code)
  const text = textOn(action, code) ?? (refused.text === undefined ? undefined : inOwnWords(refused.text))
  return new AwsRefusal(code, text)
}

/** `throw refusal('InvalidPublicKeyException')`: the text follows from the code. */
export const refusal = (code: QErrorCode): AwsRefusal => new AwsRefusal(code)
