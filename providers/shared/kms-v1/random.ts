import * as z from 'zod/mini'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { type Dialect, post } from './dialect.ts'
import { hexBytes } from './values.ts'

const random = once(() => z.object({ random_data: hexBytes }))

/** gen-random counts in bits. */
export function generateRandom(dialect: Dialect): Codec<Input<'generateRandom'>, Output<'generateRandom'>> {
  return {
    encode: ({ lengthBytes }) => post(dialect, 'gen-random', { random_data_length: String(8 * lengthBytes) }),
    decode: (reply, { lengthBytes }) => {
      const { random_data: bytes } = random().parse(reply)
      if (bytes.byteLength === lengthBytes) return { bytes }
      throw new KmsFailure({ code: 'InvalidResponse' }, `${bytes.byteLength} random bytes instead of ${lengthBytes}`)
    },
  }
}
