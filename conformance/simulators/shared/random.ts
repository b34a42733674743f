import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto'

const BLOCK_BYTES = 16

/** Randomness for ids, tokens, nonces and keys: real by default, repeatable when seeded. */
export interface Random {
  bytes(count: number): Uint8Array
  /** Lower-case hex of `byteCount` random bytes. */
  hex(byteCount: number): string
  /** A version 4 UUID in lower case. */
  uuid(): string
  /** How much of the seeded stream is used up; 0 for ever when not seeded. A snapshot saves it. */
  position(): number
  seek(position: number): void
}

const uuidOf = (bytes: Uint8Array): string => {
  const raw = Buffer.from(bytes)
  raw.writeUInt8((raw.readUInt8(6) & 0x0f) | 0x40, 6)
  raw.writeUInt8((raw.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = raw.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const from = (draw: (count: number) => Uint8Array, position: () => number, seek: (to: number) => void): Random => ({
  bytes: draw,
  hex: (byteCount) => Buffer.from(draw(byteCount)).toString('hex'),
  uuid: () => uuidOf(draw(16)),
  position,
  seek,
})

/** AES-256 in counter mode over zeros, keyed by the seed: the same seed gives the same bytes on every machine. */
const seeded = (seed: string | number): Random => {
  const key = createHash('sha256').update(`polykms simulator seed ${seed}`).digest()
  let block = 0
  const draw = (count: number): Uint8Array => {
    const counter = Buffer.alloc(BLOCK_BYTES)
    counter.writeBigUInt64BE(BigInt(block), 8)
    block += Math.max(1, Math.ceil(count / BLOCK_BYTES))
    const stream = createCipheriv('aes-256-ctr', key, counter).update(new Uint8Array(count))
    return new Uint8Array(stream)
  }
  return from(
    draw,
    () => block,
    (to) => {
      block = to
    },
  )
}

const POOL_BYTES = 4_096

/** Randomness of the operating system, fetched for many draws at once: every call needs some. No byte is given twice. */
const real = (): Random => {
  let pool = new Uint8Array()
  let used = 0
  const draw = (count: number): Uint8Array => {
    if (count > POOL_BYTES) return new Uint8Array(randomBytes(count))
    if (used + count > pool.length) {
      pool = new Uint8Array(randomBytes(POOL_BYTES))
      used = 0
    }
    const drawn = pool.slice(used, used + count)
    pool.fill(0, used, used + count)
    used += count
    return drawn
  }
  const unseeded = from(
    draw,
    () => 0,
    () => undefined,
  )
  return { ...unseeded, uuid: randomUUID }
}

export const createRandom = (seed?: string | number): Random => (seed === undefined ? real() : seeded(seed))
