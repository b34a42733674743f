import * as z from 'zod/mini'
import type { Output } from '../../src/operations/index.ts'
import { present } from '../shared/present.ts'
import { someText } from '../shared/schemas.ts'
import { toKeyState } from './key-state.ts'
import { optionalDate, optionalText } from './reply.ts'
import { origins, specs, usages } from './vocabulary.ts'

/** The reply of CreateKey and DescribeKey, as far as anything reads it. */
export const keyReply = z.object({
  KeyMetadata: z.object({
    KeyId: someText,
    Arn: optionalText,
    KeyState: z.string(),
    KeySpec: optionalText,
    KeyUsage: optionalText,
    Origin: optionalText,
    CreationDate: optionalDate,
    Description: optionalText,
    PrimaryKeyVersion: optionalText,
    DeleteDate: optionalDate,
    MaterialExpireTime: optionalDate,
    DeletionProtection: optionalText,
    AutomaticRotation: optionalText,
    RotationInterval: optionalText,
    LastRotationDate: optionalDate,
    NextRotationDate: optionalDate,
  }),
})

export function decodeMetadata(reply: unknown): Output<'describeKey'> {
  const key = keyReply.parse(reply).KeyMetadata
  return present({
    keyId: key.KeyId,
    keyArn: key.Arn,
    state: toKeyState(key.KeyState),
    providerState: key.KeyState,
    spec: specs.decode(key.KeySpec ?? ''),
    providerSpec: key.KeySpec,
    usage: usages.decode(key.KeyUsage ?? ''),
    origin: origins.decode(key.Origin ?? ''),
    createdAt: key.CreationDate,
    deletionDate: key.DeleteDate,
    description: key.Description,
    primaryVersionId: key.PrimaryKeyVersion,
    materialExpiresAt: key.MaterialExpireTime,
    deletionProtection: key.DeletionProtection === undefined ? undefined : key.DeletionProtection === 'Enabled',
  })
}
