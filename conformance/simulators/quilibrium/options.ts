import type { Limits as AwsLimits } from '../aws/types.ts'
import { DEFAULT_LIMITS as AWS_LIMITS, DEFAULT_TIMING as AWS_TIMING } from '../aws/types.ts'
import type { SimulatorOptions } from '../shared/simulator.ts'

/** Quotas; no page gives a number, so AWS's stand in for them. */
export interface Limits extends Omit<AwsLimits, 'onDemandRotations'> {
  /** Enabled keys per Region beyond which EnableKey is refused; unlimited by default: the page does not say which quota it means. */
  readonly enabledKeys: number
}

/** How long things take, in ms. */
export interface Timing {
  /** Distributed generation of an asymmetric key: CreateKey waits for it in real time, with `?async=1` the key is Creating for as long. */
  readonly keyGenerationMs: number
  /** A replica's Creating, in virtual time. */
  readonly replicationMs: number
  /** UPDATING of all related keys during UpdatePrimaryRegion, in virtual time. */
  readonly primaryUpdateMs: number
}

/** Where the vendor's pages and client can be read in two ways. */
export interface Readings {
  /** EnableKey of a key scheduled for deletion: accepted without any effect, or refused. */
  readonly enablePendingDeletion: 'accepted' | 'refused'
  /** DisableKey of such a key. */
  readonly disablePendingDeletion: 'accepted' | 'refused'
  /** A signature or MAC that does not verify: `false` as the text says, or the exception of the error table. */
  readonly failedVerification: 'false' | 'exception'
  /** Whether operations on keys take aliases; no page says that any does. */
  readonly aliasesNameKeys: boolean
  /** The server heeds the client's list of signed headers, or signs the four that the vendor's client signs. */
  readonly signedHeaders: 'listed' | 'fixed'
  /** Origin of keys made by the service in DescribeKey. */
  readonly describedOrigin: 'AWS_KMS' | 'QKMS'
  /** Name of the key spec in replies: of the pages, or of the vendor's client. */
  readonly specMember: 'CustomerMasterKeySpec' | 'KeySpec'
  /** Dates in KeyMetadata: of the pages, or of the vendor's client. */
  readonly metadataDates: 'iso' | 'epoch'
  /** Prefix of the ARN that CancelKeyDeletion returns. */
  readonly cancelledArn: 'arn:verenc' | 'arn:aws:verenc'
  /** Whether GenerateDataKeyPair repeats the encrypted private key as `PrivateKey`. */
  readonly pairPrivateKey: boolean
  /** Elliptic public keys and ECDSA signatures: SPKI and DER, or bare point and r‖s. */
  readonly encodings: 'der' | 'raw'
}

/** Options of that simulator. */
export interface QuilibriumSimulatorOptions extends SimulatorOptions {
  /** Quotas to change. */
  readonly limits?: Partial<Limits>
  /** How long things take, in ms; see each. */
  readonly timing?: Partial<Timing>
  /** Where two readings fit, the text of a page wins over its error table and its sample over the vendor's client, unless said here. */
  readonly readings?: Partial<Readings>
}

export interface Settings {
  readonly limits: Limits
  readonly timing: Timing
  readonly readings: Readings
}

const DEFAULT_LIMITS: Limits = { ...AWS_LIMITS, enabledKeys: Number.POSITIVE_INFINITY }

const DEFAULT_TIMING: Timing = { keyGenerationMs: 0, replicationMs: 0, primaryUpdateMs: AWS_TIMING.primaryUpdateMs }

const DEFAULT_READINGS: Readings = {
  enablePendingDeletion: 'accepted',
  disablePendingDeletion: 'refused',
  failedVerification: 'false',
  aliasesNameKeys: false,
  signedHeaders: 'listed',
  describedOrigin: 'AWS_KMS',
  specMember: 'CustomerMasterKeySpec',
  metadataDates: 'iso',
  cancelledArn: 'arn:verenc',
  pairPrivateKey: false,
  encodings: 'der',
}

export const settingsOf = ({ limits, timing, readings }: QuilibriumSimulatorOptions): Settings => ({
  limits: { ...DEFAULT_LIMITS, ...limits },
  timing: { ...DEFAULT_TIMING, ...timing },
  readings: { ...DEFAULT_READINGS, ...readings },
})
