import type { ErrorRule } from '../../../src/provider.ts'
import type { ErrorTable } from '../error-table.ts'

/** The current table, which Huawei Cloud's equals. */
const TABLE = 'https://github.com/opentelekomcloud-docs/key-management-service api-ref/source/appendix/error_code.rst'
/** Which API returns which code. */
const PER_MODULE = 'https://github.com/huaweicloudDocs/dew cn.zh-cn/API参考/加密密钥错误码.md'
const TERRAFORM =
  'https://github.com/huaweicloud/terraform-provider-huaweicloud huaweicloud/services/dew/resource_huaweicloud_kms_dedicated_keystore.go'

function rule(code: ErrorRule['code'], more: Partial<ErrorRule> = {}): ErrorRule {
  return { code, retry: 'never', source: TABLE, ...more }
}

const input = rule('InvalidInput')
const usage = rule('InvalidKeyUsage')
const state = rule('InvalidKeyState', { source: PER_MODULE })
const notFound = rule('NotFound')
const quota = rule('QuotaExceeded')
const denied = rule('AccessDenied')
const unusable = rule('AccountUnusable')
const unauthenticated = rule('Unauthenticated')
const ciphertext = rule('InvalidCiphertext')
const material = rule('InvalidKeyMaterial')
const importToken = rule('InvalidImportToken')
const conflict = rule('Conflict')
/** Faults of the service; some travel as HTTP 400. */
const service = rule('ServiceUnavailable', { retry: 'transient' })

/**
 * Every code of the KMS itself, in the order of the published table; what stands behind a code is what it says.
 *
 * Texts on the wire differ from the table's and may be translated, so nothing is ever matched on them.
 */
export const kmsErrors: ErrorTable = {
  'KMS.0100': service, // its status could not be read
  'KMS.0101': service, // generic fault
  'KMS.0102': service, // I/O fault
  'KMS.0103': service, // system exception
  'KMS.0104': service, // unavailable (503)
  'KMS.0105': service, // system exception as 400
  'KMS.0106': rule('Unsupported'), // a replica service: reads only
  'KMS.0201': input, // URL
  'KMS.0202': input, // body is not JSON
  'KMS.0203': input, // body too long
  'KMS.0204': input, // parameter missing
  'KMS.0205': input, // key_id
  'KMS.0206': input, // sequence
  'KMS.0207': rule('KeyNotFound'), // 404
  'KMS.0208': input, // encryption_context
  'KMS.0209': rule('InvalidKeyState', { keyState: 'Disabled' }),
  'KMS.0210': rule('InvalidKeyState', { keyState: 'PendingDeletion' }),
  'KMS.0211': usage, // a default key
  'KMS.0212': input, // resource type
  'KMS.0214': input, // request format
  'KMS.0215': input, // HTTP method (405)
  'KMS.0301': unauthenticated, // X-Auth-Token missing or malformed (403, as all to 0307)
  'KMS.0302': unauthenticated, // X-Auth-Token invalid
  'KMS.0303': rule('CredentialsExpired'), // X-Auth-Token expired
  'KMS.0304': denied, // token of an open beta
  'KMS.0305': unauthenticated, // token's project name
  'KMS.0306': denied, // to the key
  'KMS.0307': denied, // to the call
  'KMS.0308': input, // some field
  'KMS.0309': usage, // origin must be external
  'KMS.0310': state, // not pending import
  'KMS.0311': ciphertext, // RSA decryption failed
  'importKeyMaterial:KMS.0311': rule('InvalidKeyMaterial', { evidence: 'inferred' }), // the same of the wrapped material
  'KMS.0312': usage, // external keys do not rotate
  'KMS.0313': conflict, // rotation is off
  'KMS.0314': denied, // real-name authentication needed
  'KMS.0315': input, // partition
  'KMS.0316': notFound, // partition
  'KMS.0317': conflict, // partition not enabled
  'KMS.0318': rule('AlreadyExists'), // partition name
  'KMS.0319': rule('Unsupported'), // rotation, in this version
  'KMS.0320': rule('InvalidKeyState', { keyState: 'Frozen', evidence: 'inferred' }), // "resource frozen": state 7
  'KMS.0321': denied, // project of URL and token differ
  'KMS.0322': denied, // to the partition
  'KMS.0323': service, // partition of the key not read
  'KMS.0324': usage, // RSA keys do not rotate
  'KMS.0325': usage, // not for asymmetric keys
  'KMS.0326': denied,
  'KMS.0327': denied, // permissions not read (400)
  'KMS.0328': unusable, // the account's KMS is frozen
  'KMS.0329': input, // digest length
  'KMS.0330': denied,
  'KMS.0331': usage, // not for symmetric keys
  'KMS.0332': usage, // signing algorithm of another kind of key
  'KMS.0334': usage, // the key is for encryption
  'KMS.0335': usage, // the key is for signing
  'KMS.0338': usage, // keys in a custom store do not rotate
  'KMS.0339': usage, // nor import
  'KMS.0340': usage, // key store not supported
  'KMS.0341': usage, // not for HMAC keys
  'KMS.0401': input, // tag list empty
  'KMS.0402': input, // match value
  'KMS.0403': input, // match key
  'KMS.0404': input, // action
  'KMS.0405': input, // tag value
  'KMS.0406': input, // tag key
  'KMS.0407': input, // tag list size
  'KMS.0408': input, // resource type
  'KMS.0409': quota, // tags on the key
  'KMS.0410': input, // tag value length
  'KMS.0411': input, // tag key length
  'KMS.0412': input, // tag list
  'KMS.0413': input, // values for one tag key
  'KMS.0414': input, // tags
  'KMS.0415': input, // matches
  'KMS.0416': notFound, // tag (404)
  'KMS.0417': input, // offset below 0
  'KMS.0418': input, // offset with action count
  'KMS.1101': input, // key_alias
  'KMS.1102': input, // realm
  'KMS.1103': input, // key_description
  'KMS.1104': rule('AlreadyExists'), // key_alias
  'KMS.1105': quota, // keys
  'KMS.1108': service, // default partition not made
  'KMS.1109': service, // route of the key not made
  'KMS.1110': input, // algorithm
  'KMS.1114': usage, // EC keys do not encrypt
  'KMS.1115': usage, // symmetric keys do not sign
  'KMS.1201': state, // enable-key: not disabled
  'KMS.1301': state, // disable-key: not enabled
  'KMS.1401': input, // pending_days
  'KMS.1402': rule('InvalidKeyState', { source: PER_MODULE, keyState: 'PendingDeletion' }), // already scheduled
  'KMS.1404': usage, // import outside the key's home region
  'KMS.1501': state, // cancel-key-deletion: not scheduled
  'KMS.1601': input, // limit
  'KMS.1602': input, // marker
  'KMS.1603': input, // offset
  'KMS.1801': input, // random_data_length
  'KMS.1802': input, // … not a multiple of 8
  'KMS.1901': input, // datakey_length
  'KMS.1902': input, // key_spec of a data key
  'KMS.1903': input, // datakey_length not a multiple of 8
  'KMS.1904': input, // data key too long for RSA
  'KMS.2001': input, // datakey_length, without plaintext
  'KMS.2101': input, // plain_text
  'KMS.2102': input, // datakey_plain_length
  'KMS.2103': input, // digest behind the data key
  'KMS.2104': input, // plain_text against datakey_plain_length
  'KMS.2105': usage, // algorithm of another kind of key
  'KMS.2106': usage, // algorithm not of RSA
  'KMS.2108': input, // plaintext too long for RSA
  'KMS.2201': ciphertext,
  'KMS.2202': input, // datakey_cipher_length
  'KMS.2203': ciphertext, // digest of the decrypted data key
  'KMS.2204': rule('InvalidCiphertext', { evidence: 'inferred' }), // of a data key of another length
  'KMS.2301': quota, // administration of quotas, to 2305
  'KMS.2302': quota,
  'KMS.2303': quota,
  'KMS.2304': quota,
  'KMS.2305': quota,
  'KMS.2401': input, // create-grant alone
  'KMS.2402': input, // user id
  'KMS.2403': service, // grant not made
  'KMS.2404': quota, // grants on the key
  'KMS.2405': quota, // grants of the principal
  'KMS.2406': denied, // grants in the basic partition
  'KMS.2501': notFound, // grant (400)
  'KMS.2502': rule('NotFound', { evidence: 'inferred' }), // the grant is another key's
  'KMS.2601': importToken, // expired
  'KMS.2602': input, // expiration_time not in the future
  'KMS.2603': importToken, // of another key
  'KMS.2604': material, // length
  'KMS.2605': importToken, // not genuine
  'KMS.2606': material, // not the same as before
  'KMS.2608': material, // private key missing
  'KMS.2609': material, // private key
  'KMS.2610': material, // temporary key not of 16 or 32 bytes
  'KMS.2701': state, // material deleted in states 2 and 3 only
  'KMS.2702': usage, // asymmetric material is not deleted
  'KMS.2801': input, // end_time
  'KMS.2901': conflict, // rotation is on
  'KMS.3001': input, // rotation_interval
  'KMS.3103': input, // tenant id
  'KMS.3201': unusable, // order, to 3202
  'KMS.3202': unusable,
  'KMS.3702': input, // status parameter
  'KMS.3801': service, // key synchronisation
  'KMS.3802': service, // forwarding to the home region
  'KMS.3803': usage, // synchronisation is off
  'KMS.3804': input, // attestation document
  'KMS.3805': service, // digital envelope
  'KMS.3806': service, // enclave root certificate
  'KMS.3901': notFound, // job
  'KMS.3902': input, // Service-Transaction-Id
  'KMS.3903': input, // Service-Transaction-Id missing
  'KMS.4001': input, // notification service
  'KMS.4002': input, // notification URL
  'KMS.5012': service, // policy decision service
  'KMS.5021': service, // policy check
  'KMS.5022': input, // tag policy
  'KMS.5023': input, // policy header
  'KMS.8003': rule('NotFound', { source: TERRAFORM }), // key store (400); in no table
}
