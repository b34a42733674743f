import { createHash, getHashes } from 'node:crypto'
import { toHex } from '../../src/bytes.ts'
import { KmsFailure } from '../../src/errors.ts'

/** Used when the parties agreed on no user id: GM/T 0009-2012, section 10. */
const DEFAULT_USER_ID = '1234567812345678'

/** a, b, and the base point of the SM2 curve: GB/T 32918.5-2017, annex A. */
const CURVE = [
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc',
  '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93',
  '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7',
  'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
].join('')

/** The only form of an SM2 SubjectPublicKeyInfo with an uncompressed point: algorithm, curve, then x and y. */
const SPKI_PREFIX = '3059301306072a8648ce3d020106082a811ccf5501822d03420004'
const POINT_BYTES = 64

/**
 * What an SM2 signature signs: SM3(Z ‖ message), where Z binds the user id, the curve and the public key.
 *
 * @param publicKey - DER SubjectPublicKeyInfo.
 * @see GB/T 32918.2-2016, sections 5.5 and 6.1
 */
export function sm2Digest(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  if (!getHashes().includes('sm3')) {
    throw new KmsFailure(
      { code: 'Unsupported', field: 'message' },
      'message: this Node.js is built without SM3; pass the digest',
    )
  }
  const prefixBytes = SPKI_PREFIX.length / 2
  const isSm2 = publicKey.byteLength === prefixBytes + POINT_BYTES && toHex(publicKey).startsWith(SPKI_PREFIX)
  if (!isSm2)
    throw new KmsFailure({ code: 'InvalidKeyUsage' }, 'SM2DSA: the key is no SM2 key; take the algorithm of its spec')
  const userId = Buffer.from(DEFAULT_USER_ID, 'utf8')
  const idBits = Buffer.alloc(2)
  idBits.writeUInt16BE(userId.byteLength * 8)
  const z = createHash('sm3')
    .update(idBits)
    .update(userId)
    .update(Buffer.from(CURVE, 'hex'))
    .update(publicKey.subarray(prefixBytes))
    .digest()
  return createHash('sm3').update(z).update(message).digest()
}
