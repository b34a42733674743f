import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** Hex of SHA-256: in one call, which takes a third of the time of a `Hash` object. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex')

export const hmacSha256 = (key: string | Uint8Array, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest()

/** Compares without telling by its time where the texts differ. */
export const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Remembers the latest results of a pure function: signing keys hold for a day. */
export const remembering = <T>(compute: (text: string) => T, most = 64): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = compute(text)
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}
