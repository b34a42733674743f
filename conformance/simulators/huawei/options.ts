import type { Credential } from '../shared/engine.ts'
import type { SimulatorOptions } from '../shared/simulator.ts'
import type { KmsCode } from './errors.ts'
import type { Profile } from './profile.ts'

/** Resource quotas and lengths; tests lower them. */
export interface Limits {
  /** Customer keys per project, in every state. */
  readonly keys: number
  /** Grants of one key. */
  readonly grantsPerKey: number
  /** Aliases of one key. */
  readonly aliasesPerKey: number
  /** Tags on one key. */
  readonly tagsPerKey: number
  /** Longest name of a tag. */
  readonly tagKeyCharacters: number
  /** Longest value of a tag. */
  readonly tagValueCharacters: number
  /** Longest body that KMS itself reads. */
  readonly bodyBytes: number
  /** Failed signatures in a row after which an access key is blocked for five minutes. */
  readonly failedSignatures: number
}

const DEFAULT_LIMITS: Limits = {
  keys: 100,
  grantsPerKey: 100,
  aliasesPerKey: 50,
  tagsPerKey: 10,
  tagKeyCharacters: 36,
  tagValueCharacters: 43,
  bodyBytes: 65_536,
  failedSignatures: 5,
}

/** Behaviours seen or claimed in one place and contradicted in another; all off by default. */
export interface Quirks {
  /** create-key with the name of a key pending deletion answers that key's id instead of KMS.1104. */
  readonly pendingKeyIsReturned: boolean
  /** Enabling an enabled key and disabling a disabled one succeed. */
  readonly repeatedSwitchSucceeds: boolean
  /** `key_info` is an array of one, as OTC's tables say and its examples do not. */
  readonly keyInfoIsArray: boolean
  /** Tag writes answer 200 `{}` instead of 204. */
  readonly tagWritesAnswerObject: boolean
}

const NO_QUIRKS: Quirks = {
  pendingKeyIsReturned: false,
  repeatedSwitchSucceeds: false,
  keyInfoIsArray: false,
  tagWritesAnswerObject: false,
}

/** Refusals of key use in states for which no page names a code. */
export interface StateCodes {
  /** State "1"; KMS.1301 by default. */
  readonly creating: KmsCode
  /** State "5"; KMS.1301 by default. */
  readonly pendingImport: KmsCode
  /** State "7"; KMS.0320 by default. */
  readonly frozen: KmsCode
}

const DEFAULT_STATE_CODES: StateCodes = { creating: 'KMS.1301', pendingImport: 'KMS.1301', frozen: 'KMS.0320' }

/** An IAM user who may log in. */
export interface User {
  /** What the user logs in as. */
  readonly name: string
  /** What the user logs in with. */
  readonly password: string
  /** Base32 secret of a virtual MFA device (RFC 6238): then a password alone is not enough. */
  readonly totpSecret?: string
}

/** A project beside the one each Region has; its Region is its name up to the first underscore. */
export interface Project {
  /** By which requests name it. */
  readonly id: string
  /** By which it is looked up. */
  readonly name: string
}

/** Options of that simulator. */
export interface HuaweiSimulatorOptions extends SimulatorOptions {
  /** Quotas and lengths to change; the documented ones otherwise. */
  readonly limits?: Partial<Limits>
  /** Behaviours to switch on. */
  readonly quirks?: Partial<Quirks>
  /** Codes to change. */
  readonly stateCodes?: Partial<StateCodes>
  /** OTC APIs that were withdrawn; off by default. */
  readonly features?: {
    /** Codes of HMAC keys. */
    readonly mac?: boolean
    /** Aliases beside a key's one name. */
    readonly aliases?: boolean
  }
  /** IAM users; by default one per permanent credential, with its access key as name and its secret as password. */
  readonly users?: readonly User[]
  /** Projects beside the one that each Region has. */
  readonly projects?: readonly Project[]
  /** Agencies that `assume_role` may name. */
  readonly agencies?: readonly string[]
  /** Who refuses a bad token: the gateway with 401 APIGW.0301/0307 (default), or KMS with 403 KMS.0301/0302/0303. */
  readonly tokensCheckedBy?: 'gateway' | 'service'
  /** Lets the documented request rate bite; off by default. */
  readonly rateLimited?: boolean
  /** How long a new key stays "1", in ms of virtual time; 0 by default. */
  readonly activationMs?: number
}

export interface Settings {
  readonly profile: Profile
  readonly limits: Limits
  readonly quirks: Quirks
  readonly stateCodes: StateCodes
  readonly features: { readonly mac: boolean; readonly aliases: boolean }
  readonly users: readonly User[]
  readonly projects: readonly Project[]
  readonly agencies: readonly string[]
  readonly tokensCheckedBy: 'gateway' | 'service'
  readonly rateLimited: boolean
  readonly activationMs: number
}

const userOf = ({ accessKeyId, secret }: Credential): User => ({ name: accessKeyId, password: secret })

export const settingsOf = (
  profile: Profile,
  options: HuaweiSimulatorOptions,
  credentials: readonly Credential[],
): Settings => ({
  profile,
  limits: { ...DEFAULT_LIMITS, ...options.limits },
  quirks: { ...NO_QUIRKS, ...options.quirks },
  stateCodes: { ...DEFAULT_STATE_CODES, ...options.stateCodes },
  features: { mac: options.features?.mac ?? false, aliases: options.features?.aliases ?? false },
  users: options.users ?? credentials.filter(({ sessionToken }) => sessionToken === undefined).map(userOf),
  projects: options.projects ?? [],
  agencies: options.agencies ?? [],
  tokensCheckedBy: options.tokensCheckedBy ?? 'gateway',
  rateLimited: options.rateLimited ?? false,
  activationMs: options.activationMs ?? 0,
})
