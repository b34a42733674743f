import { randomBytes, timingSafeEqual } from 'node:crypto'

/** A source of random bytes: `node:crypto` by default, a seeded one where a run must repeat. */
export type RandomBytes = (length: number) => Uint8Array

/** Random bytes from the operating system. */
export const systemRandom: RandomBytes = (length) => own(randomBytes(length))

/** A copy of a Buffer: small Buffers are views of one shared pool that `.buffer` would expose. */
export function own(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

export function utf8(text: string): Uint8Array {
  return own(Buffer.from(text, 'utf8'))
}

export function fromHex(hex: string): Uint8Array {
  return own(Buffer.from(hex, 'hex'))
}

/** Big-endian unsigned 32-bit integer. */
export function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return own(bytes)
}

/** The unsigned big-endian integer the bytes stand for (I2OSP's inverse, RFC 8017 §4.2). */
export function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** Unsigned big-endian integer of fixed length (I2OSP, RFC 8017 §4.1). */
export function fromInteger(value: bigint, length: number): Uint8Array {
  return fromHex(value.toString(16).padStart(2 * length, '0'))
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, index) => byte ^ (b[index] ?? 0))
}

/** The result of an OpenSSL call that throws on input it cannot process: `undefined` means refused. */
export function refusable<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch {
    return undefined
  }
}
