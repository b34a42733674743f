/**
 * Refusals in the shapes of their producers. Codes and statuses: OTC KMS API reference, "Error Codes" (the list Huawei
 * publishes too); API Gateway user guide, "Error Codes"; IAM API reference. Texts are ours unless a real reply is public.
 */

/** Every code the simulator sends, with its text and, where it is not 400, its status. */
const KMS_CODES = {
  'KMS.0101': ['kms error.', 500],
  'KMS.0201': ['The request URL is invalid.'],
  'KMS.0202': ['The request body is not valid JSON.'],
  'KMS.0203': ['The request body is too long.'],
  'KMS.0204': ['A required parameter is missing.'],
  'KMS.0205': ['The key_id is invalid.'],
  'KMS.0206': ['The sequence is invalid.'],
  'KMS.0207': ['The key does not exist.', 404],
  'KMS.0208': ['The encryption_context is invalid.'],
  'KMS.0209': ['The key is disabled and cannot be used.'],
  'KMS.0210': ['The key is scheduled for deletion and cannot be used.'],
  'KMS.0211': ['This operation is not allowed on a default key.'],
  'KMS.0214': ['The request format is invalid.'],
  'KMS.0215': ['The request method is not supported.', 405],
  'KMS.0301': ['The X-Auth-Token is missing or contains invalid characters.', 403],
  'KMS.0302': ['The X-Auth-Token is invalid.', 403],
  'KMS.0303': ['The X-Auth-Token has expired.', 403],
  'KMS.0305': ['The project in the X-Auth-Token is not one of this region.', 403],
  'KMS.0306': ['The user may not access the key.', 403],
  'KMS.0307': ['The role of the user may not call this API.', 403],
  'KMS.0308': ['A parameter is invalid.'],
  'KMS.0309': ['The key material must be of external origin.'],
  'KMS.0310': ['The key is not pending import.'],
  'KMS.0311': ['Decryption with the RSA private key failed.'],
  'KMS.0312': ['A key of external origin cannot be rotated.'],
  'KMS.0313': ['The rotation of the key is not enabled.'],
  'KMS.0320': ['The resource is frozen.'],
  'KMS.0321': ['The project in the URL is not that of the token.', 403],
  'KMS.0324': ['An RSA key cannot be rotated.'],
  'KMS.0325': ['An asymmetric key does not support this operation.'],
  'KMS.0328': ['The KMS service of the account is frozen.', 403],
  'KMS.0329': ['The length of the digest does not match the algorithm.'],
  'KMS.0331': ['A symmetric key does not support this operation.'],
  'KMS.0332': ['The key does not support this signing algorithm.'],
  'KMS.0334': ['A key for encryption and decryption does not support this operation.'],
  'KMS.0335': ['A key for signing and verification does not support this operation.'],
  'KMS.0338': ['A key in a custom key store cannot be rotated.'],
  'KMS.0339': ['Key material cannot be imported into a custom key store.'],
  'KMS.0340': ['The key store is not supported.'],
  'KMS.0341': ['An HMAC key does not support this operation.'],
  'KMS.0401': ['The tag list is empty.'],
  'KMS.0402': ['The value of a match is invalid.'],
  'KMS.0403': ['The key of a match is invalid.'],
  'KMS.0404': ['The action is invalid.'],
  'KMS.0405': ['A tag value is invalid.'],
  'KMS.0406': ['A tag key is invalid.'],
  'KMS.0407': ['The size of the tag list is invalid.'],
  'KMS.0409': ['The key has too many tags.'],
  'KMS.0410': ['A tag value is too long.'],
  'KMS.0411': ['The length of a tag key is invalid.'],
  'KMS.0413': ['A tag key has too many values.'],
  'KMS.0414': ['The tags are invalid.'],
  'KMS.0415': ['The matches are invalid.'],
  'KMS.0416': ['The tag does not exist.', 404],
  'KMS.0417': ['The offset must not be negative.'],
  'KMS.0418': ['The offset must not be given.'],
  'KMS.1101': ['The key_alias is invalid.'],
  'KMS.1102': ['The realm is invalid.'],
  'KMS.1103': ['The key_description is invalid.'],
  'KMS.1104': ['The key_alias already exists.'],
  'KMS.1105': ['The number of keys exceeds the quota.'],
  'KMS.1110': ['The key algorithm is invalid.'],
  'KMS.1114': ['An EC key cannot encrypt or decrypt.'],
  'KMS.1115': ['A symmetric key cannot sign or verify.'],
  'KMS.1201': ['The key is not disabled.'],
  'KMS.1301': ['The key is not enabled.'],
  'KMS.1401': ['The pending_days must be between 7 and 1096.'],
  'KMS.1402': ['The key is already scheduled for deletion.'],
  'KMS.1404': ['Key material can be imported only in the primary region of the key.'],
  'KMS.1501': ['The key is not scheduled for deletion.'],
  'KMS.1601': ['The limit is invalid.'],
  'KMS.1602': ['The marker must not be negative.'],
  'KMS.1801': ['The random_data_length is invalid.'],
  'KMS.1802': ['The random_data_length must be a multiple of 8.'],
  'KMS.1901': ['The datakey_length is out of range.'],
  'KMS.1902': ['The key_spec of the data key is invalid.'],
  'KMS.1903': ['The datakey_length must be a multiple of 8.'],
  'KMS.2001': ['The datakey_length is invalid.'],
  'KMS.2101': ['The plain_text is invalid.'],
  'KMS.2102': ['The datakey_plain_length is invalid.'],
  'KMS.2103': ['The digest of the data key does not match.'],
  'KMS.2104': ['The length of plain_text does not match datakey_plain_length.'],
  'KMS.2105': ['A symmetric key does not support this encryption algorithm.'],
  'KMS.2106': ['An RSA key does not support this encryption algorithm.'],
  'KMS.2108': ['The plain_text is too long for an RSA key.'],
  'KMS.2201': ['The cipher_text is invalid.'],
  'KMS.2202': ['The datakey_cipher_length is invalid.'],
  'KMS.2204': ['The length of cipher_text does not match datakey_cipher_length.'],
  'KMS.2401': ['A grant of create-grant alone is not allowed.'],
  'KMS.2402': ['The user ID is invalid.'],
  'KMS.2404': ['The number of grants on the key exceeds the quota.'],
  'KMS.2501': ['The grant_id is invalid.'],
  'KMS.2502': ['The grant does not belong to the key.'],
  'KMS.2601': ['The import token has expired.'],
  'KMS.2602': ['The expiration_time must be in the future.'],
  'KMS.2603': ['The import token was issued for another key.'],
  'KMS.2604': ['The length of the key material is invalid.'],
  'KMS.2605': ['The import token is invalid.'],
  'KMS.2606': ['The key material is not the one imported before.'],
  'KMS.2608': ['The private key is missing.'],
  'KMS.2609': ['The private key is invalid.'],
  'KMS.2610': ['The temporary key must be 16 or 32 bytes long.'],
  'KMS.2701': ['Key material can be deleted only while the key is enabled or disabled.'],
  'KMS.2702': ['The imported material of an asymmetric key cannot be deleted.'],
  'KMS.2901': ['The rotation state of key is not disabled.'],
  'KMS.3001': ['The rotation_interval must be between 30 and 365.'],
  'KMS.8003': ['The key store does not exist.'],
} as const satisfies Record<string, readonly [text: string, status?: number]>

export type KmsCode = keyof typeof KMS_CODES

/** Who answers, and so how the body looks: KMS, the API gateway, IAM's Keystone part, or IAM's newer part. */
export type Producer = 'kms' | 'gateway' | 'keystone' | 'iam'

/** A documented refusal. Thrown by a guard, turned into a reply by the engine. */
export class HuaweiRefusal extends Error {
  readonly producer: Producer
  readonly code: string
  readonly status: number

  constructor(producer: Producer, code: string, status: number, text: string) {
    super(text)
    this.name = 'HuaweiRefusal'
    this.producer = producer
    this.code = code
    this.status = status
  }
}

/** `throw refusal('KMS.0209')`. */
export const refusal = (code: KmsCode): HuaweiRefusal => {
  const [text, status = 400]: readonly [string, number?] = KMS_CODES[code]
  return new HuaweiRefusal('kms', code, status, text)
}

/** A failure of the service itself, or one the simulator was asked to show. */
export const serviceFault = (text: string): HuaweiRefusal => new HuaweiRefusal('kms', 'KMS.0101', 500, text)

export const gatewayRefusal = (code: string, status: number, text: string): HuaweiRefusal =>
  new HuaweiRefusal('gateway', code, status, text)

/** What the gateway says of credentials it does not accept. */
export const notAuthenticated = (reason: string): HuaweiRefusal =>
  gatewayRefusal('APIGW.0301', 401, `Incorrect IAM authentication information: ${reason}`)

export const staleToken = (): HuaweiRefusal => gatewayRefusal('APIGW.0307', 401, 'The token must be updated.')

const KEYSTONE_TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
}

export const keystoneRefusal = (status: number, text: string): HuaweiRefusal =>
  new HuaweiRefusal('keystone', String(status), status, text)

export const loginFailed = (): HuaweiRefusal =>
  keystoneRefusal(401, 'The request you have made requires authentication.')

export const iamRefusal = (code: string, status: number, text: string): HuaweiRefusal =>
  new HuaweiRefusal('iam', code, status, text)

/** The body, in its producer's shape. */
export const errorBody = ({ producer, code, status, message }: HuaweiRefusal, requestId: string): string => {
  if (producer === 'kms') return JSON.stringify({ error: { error_msg: message, error_code: code } })
  if (producer === 'keystone')
    return JSON.stringify({ error: { code: status, message, title: KEYSTONE_TITLES[status] ?? 'Error' } })
  return JSON.stringify({ error_msg: message, error_code: code, request_id: requestId })
}
