import { generateKeyPairSync, sign } from 'node:crypto'
import { encode, encodeInteger, tag } from '../../conformance/simulators/shared/crypto/der.ts'

const ECDSA_WITH_SHA_256 = encode(tag.sequence, Buffer.from('06082a8648ce3d040302', 'hex'))
const COMMON_NAME = Buffer.from('0603550403', 'hex')
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex')
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex')
const TRUE = Buffer.from('0101ff', 'hex')

const sequence = (...parts: Uint8Array[]) => encode(tag.sequence, ...parts)
const text = (type: number, value: string) => encode(type, Buffer.from(value))
const time = (at: Date) => text(0x18, `${at.toISOString().replace(/[-T:]|\.\d+/g, '')}`)
const extension = (id: Uint8Array, value: Uint8Array) => sequence(id, encode(tag.octetString, value))

/** A self-signed certificate for some names and 127.0.0.1, made on the spot (RFC 5280 §4.1). */
export function selfSigned(names: readonly string[], daysLeft = 1): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(encode(0x31, sequence(COMMON_NAME, text(0x0c, names[0] ?? 'nobody'))))
  const dayMs = 86_400_000
  const validity = sequence(time(new Date(Date.now() - 30 * dayMs)), time(new Date(Date.now() + daysLeft * dayMs)))
  const alternatives = sequence(...names.map((dns) => text(0x82, dns)), encode(0x87, Buffer.of(127, 0, 0, 1)))
  const toBeSigned = sequence(
    encode(0xa0, encodeInteger(2n)),
    encodeInteger(BigInt(Date.now())),
    ECDSA_WITH_SHA_256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    encode(0xa3, sequence(extension(BASIC_CONSTRAINTS, sequence(TRUE)), extension(SUBJECT_ALT_NAME, alternatives))),
  )
  const signature = encode(tag.bitString, Buffer.of(0), sign('sha256', toBeSigned, privateKey))
  const base64 = Buffer.from(sequence(toBeSigned, ECDSA_WITH_SHA_256, signature)).toString('base64')
  const lines = base64.match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}
