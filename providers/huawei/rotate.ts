import type { Input, Output } from '../../src/operations/index.ts'
import type { Codec } from '../../src/provider.ts'
import { bareKeyId, type Dialect, post } from '../shared/kms-v1/dialect.ts'
import { keyIdReply } from '../shared/kms-v1/values.ts'

/** @see https://github.com/huaweicloud/huaweicloud-sdk-python-v3 huaweicloud-sdk-kms/huaweicloudsdkkms/v2 (rotate-on-demand) */
export function rotateKeyOnDemand(dialect: Dialect): Codec<Input<'rotateKeyOnDemand'>, Output<'rotateKeyOnDemand'>> {
  return {
    encode: ({ keyId }) => post(dialect, 'rotate-on-demand', { key_id: bareKeyId(keyId) }),
    decode: (reply) => ({ keyId: keyIdReply.parse(reply).key_id }),
  }
}
