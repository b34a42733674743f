import { randomBytes } from 'node:crypto'
import type { KeyState, KmsClient, SigningAlgorithm } from '../../src/index.ts'
import { isExcused } from './faults.ts'

const ALGORITHM: SigningAlgorithm = 'ECDSA_SHA_256'

export interface Tally {
  calls: number
  /** Calls that ended with an error that a fault explains. */
  excused: number
  readonly wrong: string[]
}

/** One of many who use one cloud at the same time: keys of its own, and an opinion on every answer. */
export class Caller {
  readonly #kms: KmsClient
  readonly #tally: Tally
  readonly #sealing: string
  readonly #signing: string
  /** The state the sealing key has; unknown after a change whose end is unknown. */
  #state: KeyState | undefined = 'Enabled'

  private constructor(kms: KmsClient, tally: Tally, sealing: string, signing: string) {
    this.#kms = kms
    this.#tally = tally
    this.#sealing = sealing
    this.#signing = signing
  }

  static async create(kms: KmsClient, tally: Tally): Promise<Caller> {
    const sealing = await kms.createKey({ description: 'soak' })
    const signing = await kms.createKey({ spec: 'EC_P256', usage: 'SIGN_VERIFY' })
    return new Caller(kms, tally, sealing.keyId, signing.keyId)
  }

  /** Makes one round of calls; an error is either excused by a fault or written down as wrong. */
  async round(): Promise<void> {
    const rounds = [this.#seal, this.#seal, this.#sign, this.#dataKey, this.#turn, this.#label, this.#list]
    const one = rounds[Math.floor(Math.random() * rounds.length)] ?? this.#seal
    try {
      await one.call(this)
    } catch (error) {
      if (isExcused(error)) this.#tally.excused += 1
      else this.#wrong(`${one.name}: ${String(error)}`)
    }
  }

  #wrong(what: string): void {
    this.#tally.wrong.push(`${this.#kms.provider} ${what}`)
  }

  async #counted<T>(call: Promise<T>): Promise<T> {
    this.#tally.calls += 1
    return call
  }

  async #enabled(): Promise<boolean> {
    if (this.#state === undefined) {
      const { state } = await this.#counted(this.#kms.describeKey({ keyId: this.#sealing }))
      this.#state = state
    }
    return this.#state === 'Enabled'
  }

  async #seal(): Promise<void> {
    if (!(await this.#enabled())) return this.#turn()
    const keyId = this.#sealing
    const plaintext = new Uint8Array(randomBytes(1 + Math.floor(Math.random() * 1_000)))
    const { ciphertext } = await this.#counted(this.#kms.encrypt({ keyId, plaintext }))
    const opened = await this.#counted(this.#kms.decrypt({ keyId, ciphertext }))
    if (!Buffer.from(opened.plaintext).equals(plaintext)) this.#wrong('decrypt gave another plaintext')
  }

  async #sign(): Promise<void> {
    const keyId = this.#signing
    const message = new Uint8Array(randomBytes(64))
    const { signature, keyVersionId } = await this.#counted(this.#kms.sign({ keyId, message, algorithm: ALGORITHM }))
    const version = keyVersionId === undefined ? {} : { keyVersionId }
    const asked = { keyId, message, algorithm: ALGORITHM, ...version }
    const good = await this.#counted(this.#kms.verify({ ...asked, signature }))
    if (!good.valid) this.#wrong('verify refused a good signature')
    const other = new Uint8Array(randomBytes(64))
    const bad = await this.#counted(this.#kms.verify({ ...asked, message: other, signature }))
    if (bad.valid) this.#wrong('verify took a signature of another message')
  }

  async #dataKey(): Promise<void> {
    if (!(await this.#enabled())) return this.#turn()
    const keyId = this.#sealing
    const lengthBytes = this.#kms.provider === 'otc' ? 64 : 32
    const made = await this.#counted(this.#kms.generateDataKey({ keyId, lengthBytes }))
    const opened = await this.#counted(this.#kms.decryptDataKey({ keyId, ciphertext: made.ciphertext, lengthBytes }))
    if (!Buffer.from(opened.plaintext).equals(made.plaintext)) this.#wrong('decryptDataKey gave another key')
  }

  /** Disables or enables the key; what became of it after an unclear end is asked for in the next round. */
  async #turn(): Promise<void> {
    const keyId = this.#sealing
    const isOn = await this.#enabled()
    const wanted = isOn ? 'Disabled' : 'Enabled'
    this.#state = undefined
    await this.#counted(isOn ? this.#kms.disableKey({ keyId }) : this.#kms.enableKey({ keyId }))
    const { state } = await this.#counted(this.#kms.describeKey({ keyId }))
    if (state !== wanted) this.#wrong(`${isOn ? 'disableKey' : 'enableKey'} led to ${state}`)
    this.#state = state
  }

  async #label(): Promise<void> {
    const keyId = this.#sealing
    const value = `v${Math.floor(Math.random() * 1_000_000)}`
    await this.#counted(this.#kms.tagKey({ keyId, tags: { soak: value } }))
    const { tags } = await this.#counted(this.#kms.listKeyTags({ keyId }))
    if (tags['soak'] !== value) this.#wrong('listKeyTags does not show the tag')
  }

  async #list(): Promise<void> {
    const { keys } = await this.#counted(this.#kms.listKeys({ limit: 10 }))
    if (keys.length !== 10) this.#wrong(`listKeys gave ${keys.length} of 10 keys`)
  }
}
