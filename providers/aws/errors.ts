import type { ErrorRule, Provider } from '../../src/provider.ts'
import { isSkewed, operationOf, readErrorFacts } from '../shared/aws-json/errors.ts'
import { frontDoorErrors } from '../shared/aws-json/front-door-errors.ts'
import type { ErrorTable } from '../shared/error-table.ts'
import { keyStateIn } from './key-state.ts'
import { storeErrors } from './store-errors.ts'

const API = 'https://docs.aws.amazon.com/kms/latest/APIReference'
const page = (action: string) => `${API}/API_${action}.html#API_${action}_Errors`

const never = (code: ErrorRule['code'], source: string): ErrorRule => ({ code, retry: 'never', source })
const inferred = (code: ErrorRule['code'], source: string): ErrorRule => ({
  ...never(code, source),
  evidence: 'inferred',
})
const transient = (source: string): ErrorRule => ({ code: 'ServiceUnavailable', retry: 'transient', source })

/** What the codes of the service model mean. One code covers every key state, and one everything not found. */
const modelled: ErrorTable = {
  AlreadyExistsException: never('AlreadyExists', page('CreateAlias')),
  ConflictException: never('Conflict', page('RotateKeyOnDemand')),
  DependencyTimeoutException: transient(page('DescribeKey')),
  DisabledException: { ...never('InvalidKeyState', page('Encrypt')), keyState: 'Disabled' },
  DryRunOperationException: never('DryRunSucceeded', page('Encrypt')),
  ExpiredImportTokenException: never('InvalidImportToken', page('ImportKeyMaterial')),
  IncorrectKeyException: never('IncorrectKey', page('Decrypt')),
  IncorrectKeyMaterialException: never('InvalidKeyMaterial', page('ImportKeyMaterial')),
  InvalidAliasNameException: never('InvalidInput', page('CreateAlias')),
  InvalidArnException: never('InvalidInput', page('DescribeKey')),
  InvalidCiphertextException: never('InvalidCiphertext', page('Decrypt')),
  'importKeyMaterial:InvalidCiphertextException': never('InvalidKeyMaterial', page('ImportKeyMaterial')),
  InvalidGrantIdException: never('InvalidInput', page('RevokeGrant')),
  InvalidGrantTokenException: never('InvalidInput', page('Encrypt')),
  InvalidImportTokenException: never('InvalidImportToken', page('ImportKeyMaterial')),
  InvalidKeyUsageException: never('InvalidKeyUsage', page('Encrypt')),
  InvalidMarkerException: never('InvalidInput', page('ListKeys')),
  KMSInternalException: transient(page('DescribeKey')),
  // Of a raw call only: `verify` and `verifyMac` answer `valid: false`.
  KMSInvalidMacException: never('InvalidInput', page('VerifyMac')),
  KMSInvalidSignatureException: never('InvalidInput', page('Verify')),
  KMSInvalidStateException: never('InvalidKeyState', page('Encrypt')),
  KeyUnavailableException: transient(page('Encrypt')),
  LimitExceededException: never('QuotaExceeded', page('CreateKey')),
  MalformedPolicyDocumentException: never('InvalidInput', page('PutKeyPolicy')),
  NotFoundException: never('KeyNotFound', page('DescribeKey')),
  'deleteAlias:NotFoundException': never('AliasNotFound', page('DeleteAlias')),
  // Either the alias or its new key; the code does not tell, and the operation is about the alias.
  'updateAlias:NotFoundException': inferred('AliasNotFound', page('UpdateAlias')),
  // Either the key or the grant.
  'revokeGrant:NotFoundException': never('NotFound', page('RevokeGrant')),
  'retireGrant:NotFoundException': never('NotFound', page('RetireGrant')),
  'listRetirableGrants:NotFoundException': never('NotFound', page('ListRetirableGrants')),
  TagException: never('InvalidInput', page('TagResource')),
  UnsupportedOperationException: never('InvalidKeyUsage', page('GetPublicKey')),
  // Seen from emulators that refuse reserved alias names.
  NotAuthorizedException: inferred(
    'AccessDenied',
    'https://github.com/nsmithuk/local-kms/blob/master/src/handler/create_alias.go',
  ),
  // There is no key yet, or none concerned: it is the service that cannot, in this region.
  'createKey:UnsupportedOperationException': never('Unsupported', page('CreateKey')),
  'generateRandom:UnsupportedOperationException': never('Unsupported', page('GenerateRandom')),
}

/** AWS KMS's error codes. A name in front of a code is the operation for which it means something else. */
export const errorTable: ErrorTable = { ...modelled, ...storeErrors, ...frontDoorErrors }

/** Codes behind which the caller's clock may be the fault. */
const SIGNATURE_CODES = new Set(['InvalidSignatureException', 'SignatureDoesNotMatch', 'AuthFailure'])

export const toError: Provider['toError'] = (response, { operation, nowMs }) => {
  const facts = readErrorFacts(errorTable, response, operationOf(operation))
  const { providerCode, message } = facts
  if (providerCode === 'KMSInvalidStateException') return { ...facts, keyState: keyStateIn(message) }
  if (providerCode !== undefined && SIGNATURE_CODES.has(providerCode) && isSkewed(response, nowMs)) {
    return { ...facts, code: 'ClockSkew' }
  }
  return facts
}
