import { concat, fromInteger, own, toInteger } from './bytes.ts'

/** The few ASN.1 types that keys, signatures and SM2 ciphertexts are made of (ITU-T X.690, DER). */
export const tag = { integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06, sequence: 0x30 } as const

export interface DerNode {
  readonly tag: number
  readonly content: Uint8Array
}

export function encode(type: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concat(...contents)
  return concat(Uint8Array.of(type), encodeLength(content.length), content)
}

export function encodeInteger(value: bigint): Uint8Array {
  // One bit more than the value needs, because DER integers are signed.
  return encode(tag.integer, fromInteger(value, Math.floor(bitLength(value) / 8) + 1))
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const digits = fromInteger(BigInt(length), Math.ceil(bitLength(BigInt(length)) / 8))
  return concat(Uint8Array.of(0x80 | digits.length), digits)
}

/** Exactly one node and nothing after it; `undefined` for anything else. */
export function decode(bytes: Uint8Array): DerNode | undefined {
  const nodes = decodeAll(bytes)
  return nodes?.length === 1 ? nodes[0] : undefined
}

/** The members of a SEQUENCE; `undefined` if the bytes are no single well-formed SEQUENCE. */
export function decodeSequence(bytes: Uint8Array): readonly DerNode[] | undefined {
  const node = decode(bytes)
  return node?.tag === tag.sequence ? decodeAll(node.content) : undefined
}

/** All nodes of the bytes; `undefined` if they end early or a length is not in its shortest form. */
export function decodeAll(bytes: Uint8Array): readonly DerNode[] | undefined {
  const nodes: DerNode[] = []
  let rest = bytes
  while (rest.length > 0) {
    const [type, first] = rest
    if (type === undefined || first === undefined) return undefined
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f
    if (lengthBytes > 3 || first === 0x80) return undefined
    const start = 2 + lengthBytes
    const length = lengthBytes === 0 ? first : Number(toInteger(rest.subarray(2, start)))
    const shortest = encodeLength(length).length === 1 + lengthBytes
    if (!shortest || rest.length < start + length) return undefined
    nodes.push({ tag: type, content: own(rest.subarray(start, start + length)) })
    rest = rest.subarray(start + length)
  }
  return nodes
}

/** The value of a non-negative INTEGER in its shortest form. */
export function decodeInteger(node: DerNode | undefined): bigint | undefined {
  if (node?.tag !== tag.integer) return undefined
  const [first, second] = node.content
  if (first === undefined || first >= 0x80) return undefined
  if (first === 0 && second !== undefined && second < 0x80) return undefined
  return toInteger(node.content)
}
