import { createPrivateKey, generatePrime, type KeyObject } from 'node:crypto'
import { invert } from './curves.ts'
import { encode, encodeInteger, tag } from './der.ts'

const PUBLIC_EXPONENT = 65_537n

/** OpenSSL reads private keys of up to five primes. */
const PRIMES = 4

/** rsaEncryption with its NULL parameters (RFC 8017 §A.1). */
const ALGORITHM = new Uint8Array(Buffer.from('300d06092a864886f70d0101010500', 'hex'))

/**
 * An RSA key for use inside a simulator, made in OpenSSL's threads.
 *
 * Its modulus has four primes (RFC 8017 §3.2): they are found in a seventh of the time that two primes of twice the
 * length take, and neither the public key nor anything it makes or opens shows the difference. Private keys that leave
 * the simulator have two primes, as every other library expects.
 */
export async function generateInnerRsaKey(modulusBits: number): Promise<KeyObject> {
  for (;;) {
    const primes = await Promise.all(Array.from({ length: PRIMES }, () => findPrime(modulusBits / PRIMES)))
    const pkcs8 = encodeKey(primes, modulusBits)
    if (pkcs8 !== undefined) return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
  }
}

function findPrime(bits: number): Promise<bigint> {
  return new Promise((resolve, reject) => {
    generatePrime(bits, { bigint: true }, (error, prime) => (error ? reject(error) : resolve(prime)))
  })
}

/** PKCS #8; `undefined` if these primes make no key: a product that is too short, twins, or no inverse of the exponent. */
function encodeKey(primes: readonly bigint[], modulusBits: number): Uint8Array | undefined {
  const modulus = primes.reduce((product, prime) => product * prime)
  const order = primes.reduce((product, prime) => product * (prime - 1n), 1n)
  const usable = modulus >> BigInt(modulusBits - 1) === 1n && primes.every((prime) => prime % PUBLIC_EXPONENT !== 1n)
  const [p, q, ...others] = primes
  if (!usable || new Set(primes).size < primes.length || p === undefined || q === undefined) return undefined
  const d = invert(PUBLIC_EXPONENT, order)
  let product = p * q
  const otherInfos = others.map((prime) => {
    const info = sequence(prime, d % (prime - 1n), invert(product, prime))
    product *= prime
    return info
  })
  const numbers = [1n, modulus, PUBLIC_EXPONENT, d, p, q, d % (p - 1n), d % (q - 1n), invert(q, p)].map(encodeInteger)
  const privateKey = encode(tag.sequence, ...numbers, encode(tag.sequence, ...otherInfos))
  return encode(tag.sequence, encodeInteger(0n), ALGORITHM, encode(tag.octetString, privateKey))
}

function sequence(...numbers: readonly bigint[]): Uint8Array {
  return encode(tag.sequence, ...numbers.map(encodeInteger))
}
