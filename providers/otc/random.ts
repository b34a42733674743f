import type { Input, Output } from '../../src/operations/index.ts'
import type { Composite } from '../../src/provider.ts'
import type { Dialect } from '../shared/kms-v1/dialect.ts'
import { generateRandom } from '../shared/kms-v1/random.ts'

/** Random bytes from a cloud that makes them in one size only: as many requests as it takes, and the rest cut off. */
export function generateRandomInParts(
  dialect: Dialect,
  partBytes: number,
): Composite<Input<'generateRandom'>, Output<'generateRandom'>> {
  const part = generateRandom(dialect)
  return {
    run: async ({ lengthBytes }, call) => {
      const bytes = new Uint8Array(Math.ceil(lengthBytes / partBytes) * partBytes)
      for (let at = 0; at < bytes.byteLength; at += partBytes) {
        const made = await call.codec(part, { lengthBytes: partBytes })
        bytes.set(made.bytes, at)
      }
      return { bytes: bytes.slice(0, lengthBytes) }
    },
  }
}
