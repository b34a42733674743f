import * as z from 'zod/mini'
import type { Input } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { bareKeyId, type Dialect, post } from './dialect.ts'
import { flag, maybe, noOutput, numeric, time } from './values.ts'

const rotationStatus = once(() =>
  z.object({
    key_rotation_enabled: flag,
    rotation_interval: maybe(numeric),
    last_rotation_time: maybe(time),
  }),
)

type Rotation = Pick<Bindings, 'enableKeyRotation' | 'disableKeyRotation' | 'getKeyRotationStatus'>

export function rotation(dialect: Dialect): Rotation {
  const enable: Codec<Input<'enableKeyRotation'>, Record<string, never>> = {
    // The second time is refused with KMS.2901.
    idempotent: false,
    encode: ({ keyId }) => post(dialect, 'enable-key-rotation', { key_id: bareKeyId(keyId) }),
    decode: noOutput,
  }
  const setInterval: Codec<Input<'enableKeyRotation'>, Record<string, never>> = {
    encode: ({ keyId, periodDays }) =>
      post(dialect, 'update-key-rotation-interval', { key_id: bareKeyId(keyId), rotation_interval: periodDays }),
    decode: noOutput,
  }
  return {
    enableKeyRotation: {
      // Enabling always sets 365 days; another period is a request of its own.
      run: async (input, call) => {
        await call.codec(enable, input)
        return input.periodDays === undefined ? {} : call.codec(setInterval, input)
      },
    },
    disableKeyRotation: {
      // The second time is refused with KMS.0313.
      idempotent: false,
      encode: ({ keyId }) => post(dialect, 'disable-key-rotation', { key_id: bareKeyId(keyId) }),
      decode: noOutput,
    },
    getKeyRotationStatus: {
      encode: ({ keyId }) => post(dialect, 'get-key-rotation-status', { key_id: bareKeyId(keyId) }),
      decode: (reply) => {
        const {
          key_rotation_enabled: enabled,
          rotation_interval: periodDays,
          last_rotation_time: last,
        } = rotationStatus().parse(reply)
        return {
          enabled,
          ...(periodDays !== undefined && { periodDays }),
          ...(last !== undefined && { lastRotationDate: last }),
        }
      },
    },
  }
}
