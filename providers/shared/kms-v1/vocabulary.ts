import { KmsFailure } from '../../../src/errors.ts'
import type { KeyState } from '../../../src/key-state.ts'
import type {
  EncryptionAlgorithm,
  GrantOperation,
  KeySpec,
  KeyUsage,
  SigningAlgorithm,
} from '../../../src/operations/fields.ts'

/** Our words and the cloud's; a word without an entry does not exist there. */
export type Words<W extends string> = { readonly [K in W]?: string }

/** @see https://github.com/opentelekomcloud-docs/doc-exports docs/kms/api-ref/kms_02_0014.html (2, 3, 4) */
const STATES: ReadonlyMap<string, KeyState> = new Map([
  ['1', 'Creating'],
  ['2', 'Enabled'],
  ['3', 'Disabled'],
  ['4', 'PendingDeletion'],
  ['5', 'PendingImport'],
  // Only Huawei Cloud's pages name it: the account is in arrears.
  ['7', 'Frozen'],
])

/** The state behind `key_state`; anything no page lists is `Unknown`. */
export function keyState(wire: string): KeyState {
  return STATES.get(wire) ?? 'Unknown'
}

/** The number of a state, for a filter; `undefined` if it cannot be asked for. */
export function stateNumber(state: KeyState): string | undefined {
  for (const [wire, own] of STATES) if (own === state) return wire
  return undefined
}

/** Open Telekom Cloud's kinds of key, which Huawei Cloud has too. */
export const COMMON_KEY_SPECS = {
  AES_256: 'AES_256',
  RSA_2048: 'RSA_2048',
  RSA_3072: 'RSA_3072',
  RSA_4096: 'RSA_4096',
  EC_P256: 'EC_P256',
  EC_P384: 'EC_P384',
  HMAC_256: 'HMAC_256',
  HMAC_384: 'HMAC_384',
  HMAC_512: 'HMAC_512',
} as const satisfies Words<KeySpec>

/** Huawei Cloud's kinds of key; SM2, SM4 and HMAC_SM3 in regions of China only. */
export const ALL_KEY_SPECS = {
  ...COMMON_KEY_SPECS,
  SM4: 'SM4',
  SM2: 'SM2',
  EC_SECP256K1: 'SECP256K1',
  ED25519: 'ED25519',
  HMAC_SM3: 'HMAC_SM3',
} as const satisfies Words<KeySpec>

/** `KEY_AGREEMENT`: https://support.huaweicloud.com/api-dew/DeriveSharedSecret.html */
export const KEY_USAGES = {
  ENCRYPT_DECRYPT: 'ENCRYPT_DECRYPT',
  SIGN_VERIFY: 'SIGN_VERIFY',
  GENERATE_VERIFY_MAC: 'GENERATE_VERIFY_MAC',
  KEY_AGREEMENT: 'KEY_AGREEMENT',
} as const satisfies Words<KeyUsage>

export const COMMON_SIGNING_ALGORITHMS = {
  RSASSA_PSS_SHA_256: 'RSASSA_PSS_SHA_256',
  RSASSA_PSS_SHA_384: 'RSASSA_PSS_SHA_384',
  RSASSA_PSS_SHA_512: 'RSASSA_PSS_SHA_512',
  RSASSA_PKCS1_V1_5_SHA_256: 'RSASSA_PKCS1_V1_5_SHA_256',
  RSASSA_PKCS1_V1_5_SHA_384: 'RSASSA_PKCS1_V1_5_SHA_384',
  RSASSA_PKCS1_V1_5_SHA_512: 'RSASSA_PKCS1_V1_5_SHA_512',
  ECDSA_SHA_256: 'ECDSA_SHA_256',
  ECDSA_SHA_384: 'ECDSA_SHA_384',
  ECDSA_SHA_512: 'ECDSA_SHA_512',
} as const satisfies Words<SigningAlgorithm>

export const SYMMETRIC_ENCRYPTION = {
  SYMMETRIC_DEFAULT: 'SYMMETRIC_DEFAULT',
} as const satisfies Words<EncryptionAlgorithm>

export const COMMON_GRANT_OPERATIONS = {
  GenerateDataKey: 'create-datakey',
  GenerateDataKeyWithoutPlaintext: 'create-datakey-without-plaintext',
  EncryptDataKey: 'encrypt-datakey',
  DecryptDataKey: 'decrypt-datakey',
  DescribeKey: 'describe-key',
  CreateGrant: 'create-grant',
  RetireGrant: 'retire-grant',
} as const satisfies Words<GrantOperation>

/** The cloud's word, or a refusal that names what the cloud has. */
export function wireWord<W extends string>(words: Words<W>, word: W, field: string): string {
  const wire = words[word]
  if (wire !== undefined) return wire
  const known = Object.keys(words).join(', ')
  throw new KmsFailure({ code: 'Unsupported', field }, `${field}: this cloud has no ${word}; it has ${known}`)
}

/** Our word for the cloud's; `UNKNOWN` for one that no table lists. */
export function ownWord<W extends string>(words: Words<W>, wire: string | undefined): W | 'UNKNOWN' {
  for (const word of keysOf(words)) if (words[word] === wire && wire !== undefined) return word
  return 'UNKNOWN'
}

function keysOf<W extends string>(words: Words<W>): W[] {
  const keys: W[] = []
  for (const key in words) keys.push(key)
  return keys
}
