import * as z from 'zod/mini'
import type { Output } from '../../../src/operations/index.ts'
import { present } from '../present.ts'
import type { Dialect } from './dialect.ts'
import { identityOf } from './key-reference.ts'
import { optional, text, timestamp } from './reply.ts'

/** `KeyMetadata`, as far as it is read. */
export const keyMetadata = z.object({
  KeyId: text,
  Arn: optional(text),
  KeyState: text,
  KeySpec: optional(text),
  CustomerMasterKeySpec: optional(text),
  KeyUsage: optional(text),
  Origin: optional(text),
  CreationDate: optional(timestamp),
  DeletionDate: optional(timestamp),
  ValidTo: optional(timestamp),
  Description: optional(text),
  MultiRegion: optional(z.boolean()),
  CurrentKeyMaterialId: optional(text),
  KeyManager: optional(text),
})

/** A key that is still being made may be without a state: Q-KMS's own client counts on it. */
export const newKeyMetadata = z.partial(keyMetadata, { KeyState: true })

const MANAGERS: ReadonlyMap<string, 'CUSTOMER' | 'PROVIDER'> = new Map([
  ['CUSTOMER', 'CUSTOMER'],
  ['AWS', 'PROVIDER'],
])

export function readMetadata(dialect: Dialect, reply: z.output<typeof newKeyMetadata>): Output<'describeKey'> {
  const { keyId, keyArn } = identityOf(reply.KeyId)
  const providerState = reply.KeyState ?? ''
  const providerSpec = reply.KeySpec ?? reply.CustomerMasterKeySpec
  return present({
    keyId,
    keyArn: reply.Arn ?? keyArn,
    state: dialect.keyState(providerState),
    providerState,
    spec: dialect.keySpecs.read(providerSpec),
    providerSpec,
    usage: dialect.keyUsages.read(reply.KeyUsage),
    origin: dialect.origins.read(reply.Origin),
    createdAt: reply.CreationDate,
    deletionDate: reply.DeletionDate,
    description: reply.Description,
    multiRegion: reply.MultiRegion,
    primaryVersionId: reply.CurrentKeyMaterialId,
    materialExpiresAt: reply.ValidTo,
    manager: reply.KeyManager === undefined ? undefined : (MANAGERS.get(reply.KeyManager) ?? 'UNKNOWN'),
  })
}
