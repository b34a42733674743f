import { type KmsError, toBase64 } from '../../index.ts'
import type { Advice } from './explain.ts'

/**
 * What `--json` prints: always one document on standard output, whatever happened once the command line was read.
 *
 * Bytes are base64, times ISO 8601 in UTC. Members may be added in a minor version; none is renamed or removed.
 */
export type Document = Done | Planned | Failed

interface Done {
  readonly provider: string
  readonly operation: string
  /** Absent if the cloud gave none. */
  readonly requestId?: string | undefined
  /** The operation's output, as `KmsClient` gives it; a field written to a file is `<field>File`, the file's path. */
  readonly result: object
}

interface Planned {
  readonly provider: string
  readonly operation: string
  readonly dryRun: true
  /** Bytes and secrets are not shown. */
  readonly input: object
  /** The first request that would be sent: method, and address without query. */
  readonly request: { readonly method: string; readonly url: string }
  readonly afterwards?: string | undefined
}

interface Failed {
  readonly provider?: string | undefined
  readonly operation?: string | undefined
  readonly requestId?: string | undefined
  /** `KmsError.toJSON()`, or name and message of an error of the command line. */
  readonly error: ReturnType<KmsError['toJSON']>
  /** What to do. */
  readonly advice?: Advice | undefined
}

export function toDocument(document: Document): string {
  return `${JSON.stringify(document, encodeBytes, 2)}\n`
}

function encodeBytes(this: unknown, name: string, value: unknown): unknown {
  // A Buffer has become an object by the time it is given here; the holder still has it.
  const held: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, name) : undefined
  return held instanceof Uint8Array ? toBase64(held) : value
}
