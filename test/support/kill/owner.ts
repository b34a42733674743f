import { randomBytes } from 'node:crypto'
import { isKmsError, type KeyState, type KmsClient } from '../../../src/index.ts'

/** What must be found: one value, or two while a change was under way when the server was killed. */
interface Possible<Value> {
  values: readonly Value[]
}

interface Known {
  readonly state: Possible<KeyState>
  readonly description: Possible<string>
  readonly tag: Possible<string>
  sealed: { readonly plaintext: Uint8Array; readonly ciphertext: Uint8Array } | undefined
}

const TAG = 'kept'

/** One caller with keys of its own, who writes down what was acknowledged. */
export class Owner {
  readonly cloud: string
  readonly #random: () => number
  readonly #keys = new Map<string, Known>()
  #count = 0
  acknowledged = 0

  constructor(cloud: string, random: () => number) {
    this.cloud = cloud
    this.#random = random
  }

  get keys(): number {
    return this.#keys.size
  }

  /** Changes one thing after the other until the server is gone; tells what else went wrong. */
  async work(kms: KmsClient): Promise<string[]> {
    try {
      for (;;) {
        await this.#step(kms)
        this.acknowledged += 1
      }
    } catch (error) {
      // Whatever this call was to change is now known as one of two values.
      return isKmsError(error) && error.code === 'Network' ? [] : [String(error)]
    }
  }

  /** What was acknowledged and is not there; what is there is known from now on. */
  async losses(kms: KmsClient): Promise<string[]> {
    const lost: string[] = []
    for (const [keyId, known] of this.#keys) {
      const seen = await this.#look(kms, keyId)
      for (const [possible, value] of [
        [known.state, seen.state],
        [known.description, seen.description],
        [known.tag, seen.tag],
      ] as [Possible<string>, string][]) {
        if (!possible.values.includes(value))
          lost.push(`${this.cloud} ${keyId} shows ${value}, acknowledged was ${possible.values.join(' or ')}`)
        possible.values = [value]
      }
      if (seen.state === 'Enabled' && known.sealed !== undefined) {
        const { plaintext } = await kms.decrypt({ keyId, ciphertext: known.sealed.ciphertext })
        if (!Buffer.from(plaintext).equals(known.sealed.plaintext)) lost.push(`${this.cloud} ${keyId}: other plaintext`)
      }
    }
    return lost
  }

  async #look(kms: KmsClient, keyId: string): Promise<{ state: KeyState; description: string; tag: string }> {
    const { state, description = '' } = await kms.describeKey({ keyId })
    // Huawei's and OTC's tags of a key that is to be deleted cannot be read.
    if (state === 'PendingDeletion') return { state, description, tag: this.#keys.get(keyId)?.tag.values[0] ?? '' }
    const { tags } = await kms.listKeyTags({ keyId })
    return { state, description, tag: tags[TAG] ?? '' }
  }

  async #step(kms: KmsClient): Promise<void> {
    const ids = [...this.#keys.keys()]
    if (ids.length === 0 || (ids.length < 12 && this.#random() < 0.1)) {
      const { keyId } = await kms.createKey({ description: 'new' })
      this.#keys.set(keyId, {
        state: { values: ['Enabled'] },
        description: { values: ['new'] },
        tag: { values: [''] },
        sealed: undefined,
      })
      return
    }
    const keyId = ids[Math.floor(this.#random() * ids.length)] ?? ''
    const known = this.#keys.get(keyId)
    if (known !== undefined) await this.#change(kms, keyId, known)
  }

  async #change(kms: KmsClient, keyId: string, known: Known): Promise<void> {
    const state = known.state.values[0]
    this.#count += 1
    const value = `n${this.#count}`
    if (state === 'Disabled') return turn(known.state, 'Enabled', () => kms.enableKey({ keyId }))
    if (state === 'PendingDeletion') {
      const after = this.cloud === 'alibaba' ? 'Enabled' : 'Disabled'
      return turn(known.state, after, () => kms.cancelKeyDeletion({ keyId }))
    }
    const dice = this.#random()
    if (dice < 0.2) return turn(known.state, 'Disabled', () => kms.disableKey({ keyId }))
    if (dice < 0.3) return turn(known.state, 'PendingDeletion', () => kms.scheduleKeyDeletion({ keyId }))
    if (dice < 0.5) return turn(known.tag, value, () => kms.tagKey({ keyId, tags: { [TAG]: value } }))
    if (dice < 0.8) return turn(known.description, value, () => kms.updateKeyDescription({ keyId, description: value }))
    const plaintext = new Uint8Array(randomBytes(32))
    const { ciphertext } = await kms.encrypt({ keyId, plaintext })
    known.sealed = { plaintext, ciphertext }
  }
}

async function turn<Value>(possible: Possible<Value>, after: Value, call: () => Promise<unknown>): Promise<void> {
  possible.values = [...possible.values, after]
  await call()
  possible.values = [after]
}
