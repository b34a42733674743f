import type { ErrorRule, Provider } from '../../src/provider.ts'
import { isSkewed, operationOf, readErrorFacts } from '../shared/aws-json/errors.ts'
import { frontDoorErrors } from '../shared/aws-json/front-door-errors.ts'
import type { ErrorTable } from '../shared/error-table.ts'
import { CLIENT, page } from './pages.ts'

const never = (code: ErrorRule['code'], slug: string): ErrorRule => ({ code, retry: 'never', source: page(slug) })
const inferred = (rule: ErrorRule): ErrorRule => ({ ...rule, evidence: 'inferred' })
/** That these pass is known of AWS only: no page says what may be sent again. */
const transient = (slug: string): ErrorRule => inferred({ ...never('ServiceUnavailable', slug), retry: 'transient' })

/** The 26 codes of the API reference, 21 of them AWS's. One code covers every key state, two what is not found. */
const documented: ErrorTable = {
  AlreadyExistsException: never('AlreadyExists', 'create-alias'),
  DependencyTimeoutException: transient('enable-key'),
  DisabledException: { ...never('InvalidKeyState', 'encrypt'), keyState: 'Disabled' },
  ExpiredImportTokenException: never('InvalidImportToken', 'import-key-material'),
  IncorrectKeyMaterialException: never('InvalidKeyMaterial', 'import-key-material'),
  InvalidAliasNameException: never('InvalidInput', 'create-alias'),
  InvalidArnException: never('InvalidInput', 'enable-key'),
  InvalidCiphertextException: never('InvalidCiphertext', 'decrypt'),
  'importKeyMaterial:InvalidCiphertextException': never('InvalidKeyMaterial', 'import-key-material'),
  InvalidGrantIdException: never('InvalidInput', 'revoke-grant'),
  InvalidGrantTokenException: never('InvalidInput', 'encrypt'),
  InvalidImportTokenException: never('InvalidImportToken', 'import-key-material'),
  InvalidKeyUsageException: never('InvalidKeyUsage', 'encrypt'),
  InvalidMarkerException: never('InvalidInput', 'list-keys'),
  InvalidPublicKeyException: never('InvalidInput', 'derive-shared-secret'),
  KMSInternalException: transient('enable-key'),
  KMSInvalidStateException: never('InvalidKeyState', 'enable-key'),
  // TagResource, UntagResource, ListResourceTags and ReplicateKey say so where the others say NotFoundException.
  KMSNotFoundException: never('KeyNotFound', 'tag-resource'),
  KeyUnavailableException: transient('encrypt'),
  LimitExceededException: never('QuotaExceeded', 'enable-key'),
  // These two of a raw call only: `verify` and `verifyMac` answer `valid: false`.
  MacInvalidException: never('InvalidInput', 'verify-mac'),
  SignatureInvalidException: never('InvalidInput', 'verify'),
  MalformedPolicyDocumentException: never('InvalidInput', 'put-key-policy'),
  NotFoundException: never('KeyNotFound', 'enable-key'),
  'deleteAlias:NotFoundException': never('AliasNotFound', 'delete-alias'),
  // Either the alias or its new key; the code does not tell, and the operation is about the alias.
  'updateAlias:NotFoundException': inferred(never('AliasNotFound', 'update-alias')),
  // Either the key or the grant.
  'revokeGrant:NotFoundException': never('NotFound', 'revoke-grant'),
  'retireGrant:NotFoundException': never('NotFound', 'retire-grant'),
  'listRetirableGrants:NotFoundException': never('NotFound', 'list-retirable-grants'),
  TagException: never('InvalidInput', 'tag-resource'),
  TooManyTagsException: never('QuotaExceeded', 'tag-resource'),
  UnsupportedOperationException: never('InvalidKeyUsage', 'get-public-key'),
  // There is no key yet.
  'createKey:UnsupportedOperationException': never('Unsupported', 'create-key'),
}

const awsPage = (action: string) =>
  `https://docs.aws.amazon.com/kms/latest/APIReference/API_${action}.html#API_${action}_Errors`

/** Codes of AWS for what Q-KMS's pages do not name, or name otherwise. */
const understood: ErrorTable = {
  ...frontDoorErrors,
  IncorrectKeyException: { code: 'IncorrectKey', retry: 'never', source: awsPage('Decrypt') },
  KMSInvalidMacException: { code: 'InvalidInput', retry: 'never', source: awsPage('VerifyMac') },
  KMSInvalidSignatureException: { code: 'InvalidInput', retry: 'never', source: awsPage('Verify') },
}

/** What a failed check of the signature is called: the one error that Q-KMS's own client knows. */
const NOT_AUTHORIZED = 'NotAuthorizedException'

/**
 * Q-KMS's error codes. A name in front of a code is the operation for which it means something else.
 *
 * No page says what is answered to a request that does not get as far as the operation, so AWS's codes are understood.
 */
export const errorTable: ErrorTable = {
  ...Object.fromEntries(Object.entries(understood).map(([code, rule]) => [code, inferred(rule)])),
  ...documented,
  [NOT_AUTHORIZED]: { code: 'Unauthenticated', retry: 'never', source: CLIENT, evidence: 'inferred' },
}

export const toError: Provider['toError'] = (response, { operation, nowMs }) => {
  const facts = readErrorFacts(errorTable, response, operationOf(operation))
  // A signature made by a wrong clock fails like any other; the reply's Date tells them apart.
  return facts.providerCode === NOT_AUTHORIZED && isSkewed(response, nowMs) ? { ...facts, code: 'ClockSkew' } : facts
}
