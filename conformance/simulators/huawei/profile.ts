import type { KeySpec, KeyState } from './types.ts'

/** What the two clouds do differently. Everything else is one engine. */
export interface Profile {
  readonly cloud: 'huawei' | 'otc'
  readonly regions: readonly string[]
  readonly defaultRegion: string
  readonly hosts: readonly RegExp[]
  /** Host names of the two services, for links and the catalog. */
  readonly hostOf: (service: 'kms' | 'iam', region: string) => string
  /** Forms of AK/SK signature that the gateway verifies. */
  readonly signatures: readonly ('access' | 'scoped' | 'derived')[]
  /** How the gateway names the canonical request in its refusal. */
  readonly canonicalWord: string
  readonly states: readonly KeyState[]
  readonly keySpecs: readonly KeySpec[]
  readonly dataKeySpecs: Readonly<Record<string, number>>
  readonly wrappingAlgorithms: readonly string[]
  readonly grantOperations: readonly string[]
  /** Data key lengths in bits, and whether one must be given. */
  readonly dataKeyBits: Bounds & { readonly required: boolean }
  /** Lengths in bytes that encrypt-datakey and decrypt-datakey take. */
  readonly dataKeyBytes: Bounds
  readonly randomBits: Bounds
  /** Fewest characters of decrypt-data's `cipher_text`. */
  readonly ciphertextCharacters: number
  /** Whether `additional_authenticated_data` is known. */
  readonly takesAad: boolean
  /** Whether `encryption_algorithm` is known, and so encryption with asymmetric keys. */
  readonly takesEncryptionAlgorithm: boolean
  /** Whether some operations take `alias/…` or a URN for `key_id`. */
  readonly takesKeyReferences: boolean
  /** Whether list-keys filters by spec, AES_256 unless told otherwise. */
  readonly filtersBySpec: boolean
  /** Whether keys live in enterprise projects and key stores, and replies name the Region. */
  readonly hasEnterpriseProjects: boolean
  /** Whether decrypt-data also gives `plain_text_base64`. */
  readonly repliesBase64: boolean
  readonly resourceDetail: 'array' | 'object'
  /** Operations the cloud does not publish. */
  readonly absent: readonly string[]
  /** Operations it once published and withdrew: present only if the feature is switched on. */
  readonly withdrawn: Readonly<Record<string, 'mac' | 'aliases'>>
  /** Documented calls a second, and whose calls count together. */
  readonly rate: { readonly perSecond: number; readonly per: 'user' | 'account' }
  /** `updated` of the published API version. */
  readonly versionUpdated: string
}

interface Bounds {
  readonly min: number
  readonly max: number
}

const BASIC_GRANT_OPERATIONS = [
  'create-datakey',
  'create-datakey-without-plaintext',
  'encrypt-datakey',
  'decrypt-datakey',
  'describe-key',
  'create-grant',
  'retire-grant',
]

/** huaweicloud-sdk-go-v3 services/kms/v2/region. */
const HUAWEI_REGIONS = [
  ...['cn-north-4', 'cn-north-1', 'cn-north-2', 'cn-north-9', 'cn-north-11', 'cn-north-12'],
  ...['cn-east-2', 'cn-east-3', 'cn-east-4', 'cn-east-5', 'cn-south-1', 'cn-south-2', 'cn-south-4'],
  ...['cn-southwest-2', 'cn-southwest-3', 'af-south-1', 'af-north-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'la-south-2', 'la-north-2', 'sa-brazil-1'],
  ...['na-mexico-1', 'tr-west-1', 'ae-ad-1', 'my-kualalumpur-1', 'ru-moscow-1', 'me-east-1', 'eu-west-101'],
]

const huaweiDomain = (region: string) => (region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com')

export const huawei: Profile = {
  cloud: 'huawei',
  regions: HUAWEI_REGIONS,
  defaultRegion: 'cn-north-4',
  hosts: [/^https?:\/\/(?:kms\.[a-z0-9-]+|iam(?:\.[a-z0-9-]+)?)\.myhuaweicloud\.(?:com|eu)(?::\d+)?(?:\/|$)/i],
  hostOf: (service, region) => `${service}.${region}.${huaweiDomain(region)}`,
  signatures: ['access', 'derived'],
  canonicalWord: 'canonicalRequest',
  states: ['1', '2', '3', '4', '5', '7'],
  keySpecs: [
    ...(['AES_256', 'SM4', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384', 'SECP256K1', 'SM2'] as const),
    ...(['ED25519', 'HMAC_256', 'HMAC_384', 'HMAC_512', 'HMAC_SM3'] as const),
  ],
  dataKeySpecs: { AES_256: 256, AES_128: 128, SM4: 128, HMAC_256: 256, HMAC_384: 384, HMAC_512: 512, HMAC_SM3: 256 },
  wrappingAlgorithms: ['RSAES_OAEP_SHA_256', 'SM2_ENCRYPT'],
  grantOperations: [...BASIC_GRANT_OPERATIONS, 'encrypt-data', 'decrypt-data'],
  dataKeyBits: { min: 8, max: 8192, required: false },
  dataKeyBytes: { min: 1, max: 1024 },
  randomBits: { min: 8, max: 8192 },
  ciphertextCharacters: 128,
  takesAad: true,
  takesEncryptionAlgorithm: true,
  takesKeyReferences: false,
  filtersBySpec: true,
  hasEnterpriseProjects: true,
  repliesBase64: true,
  resourceDetail: 'array',
  absent: [],
  withdrawn: {},
  rate: { perSecond: 20, per: 'user' },
  versionUpdated: '2016-10-29T02:00:00Z',
}

const otcHost = (service: 'kms' | 'iam', region: string) => {
  if (region !== 'eu-ch2') return `${service}.${region}.otc.t-systems.com`
  return service === 'iam' ? 'iam-pub.eu-ch2.sc.otc.t-systems.com' : 'kms.eu-ch2.sc.otc.t-systems.com'
}

export const otc: Profile = {
  cloud: 'otc',
  regions: ['eu-de', 'eu-nl', 'eu-ch2'],
  defaultRegion: 'eu-de',
  hosts: [/^https?:\/\/(?:kms|iam|iam-pub)\.[a-z0-9-]+\.(?:sc\.)?otc\.t-systems\.com(?::\d+)?(?:\/|$)/i],
  hostOf: otcHost,
  signatures: ['access', 'scoped'],
  canonicalWord: 'canonical_request',
  states: ['1', '2', '3', '4', '5'],
  keySpecs: [
    ...(['AES_256', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384'] as const),
    ...(['HMAC_256', 'HMAC_384', 'HMAC_512'] as const),
  ],
  dataKeySpecs: {},
  wrappingAlgorithms: ['RSAES_PKCS1_V1_5', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
  grantOperations: BASIC_GRANT_OPERATIONS,
  dataKeyBits: { min: 512, max: 512, required: true },
  dataKeyBytes: { min: 64, max: 64 },
  randomBits: { min: 512, max: 512 },
  ciphertextCharacters: 188,
  takesAad: false,
  takesEncryptionAlgorithm: false,
  takesKeyReferences: true,
  filtersBySpec: false,
  hasEnterpriseProjects: false,
  repliesBase64: false,
  resourceDetail: 'object',
  absent: [
    ...['re-encrypt', 'rotate-on-demand', 'associate-alias', 'create-rsa-datakey-pair', 'create-ec-datakey-pair'],
    ...['derive-shared-secret', 'create-keystore', 'list-keystores', 'describe-keystore', 'delete-keystore'],
    ...['enable-keystore', 'disable-keystore', 'replicate-key', 'update-primary-region', 'list-replica-regions'],
  ],
  withdrawn: {
    'generate-mac': 'mac',
    'verify-mac': 'mac',
    'create-alias': 'aliases',
    'delete-aliases': 'aliases',
    'list-aliases': 'aliases',
  },
  rate: { perSecond: 1000, per: 'account' },
  versionUpdated: '2018-09-05T08:18:05Z',
}
