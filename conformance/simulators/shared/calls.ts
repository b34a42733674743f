/** One line of the call log: never a body, a header or a secret. */
export interface CallRecord {
  /** Id of the cloud, such as `aws`. */
  readonly cloud: string
  /** Wire name of the action, `?` when the request names none. */
  readonly action: string
  /** The region that was called, where the request names it. */
  readonly region?: string
  /** Who signed, where the request names it; verified or not. */
  readonly accessKeyId?: string
  /** The key the call was about, when it got that far. */
  readonly keyId?: string
  /** HTTP status; 0 when the connection was cut. */
  readonly status: number
  /** The cloud's own code of a refusal. */
  readonly errorCode?: string
  /** Virtual time of arrival, ISO 8601. */
  readonly time: string
  /** Where the simulator itself failed (its own bug): the error's name and place, never its message. */
  readonly defect?: string
}

/** Knows when it was made, and shows it nobody: a `WeakMap` would take more room than the records. */
class Arrived {
  readonly #atMs = performance.now()

  static at(record: object): number {
    return #atMs in record ? record.#atMs : 0
  }
}

/** When it came by the clock of this process: those of different clouds do not tell which of two calls was first. */
export const arrivalOf = (record: CallRecord): number => Arrived.at(record)

/** Keeps the newest records. */
export class CallLog {
  readonly #limit: number
  #records: CallRecord[] = []

  constructor(limit = 10_000) {
    this.#limit = limit
  }

  add(record: CallRecord): void {
    this.#records.push(Object.assign(new Arrived(), record))
    // A tenth at a time, so that a long run does not move the whole log on every call.
    if (this.#records.length >= 1.1 * this.#limit) this.#records = this.#records.slice(-this.#limit)
  }

  list(): readonly CallRecord[] {
    return this.#records.slice(-this.#limit)
  }

  clear(): void {
    this.#records = []
  }
}
