import { createHmac } from 'node:crypto'
import { uint32 } from '../shared/crypto/bytes.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_MS = 30_000

/** RFC 4648 §6, without padding. */
const fromBase32 = (text: string): Uint8Array => {
  const bits = [...text.toUpperCase().replace(/=+$/, '')]
    .map((char) => ALPHABET.indexOf(char).toString(2).padStart(5, '0'))
    .join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}

/** The six digits a virtual MFA device shows (RFC 6238, HMAC-SHA-1, steps of 30 seconds). */
export const passcodeAt = (secret: string, ms: number): string => {
  const counter = Buffer.concat([uint32(0), uint32(Math.floor(ms / STEP_MS))])
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = digest.readUInt8(digest.length - 1) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
}

/** Whether the digits are those of now, or of the step before or after. */
export const isPasscode = (secret: string, passcode: string, nowMs: number): boolean =>
  [-1, 0, 1].some((step) => passcodeAt(secret, nowMs + step * STEP_MS) === passcode)
