import * as z from 'zod/mini'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { identityOf } from './key-reference.ts'
import { keyMetadata, newKeyMetadata, readMetadata } from './metadata.ts'
import { cursorOf, items, nothing, optional, pageOf, text, timestamp } from './reply.ts'
import { writeTags } from './tags.ts'

type Lifecycle =
  | 'createKey'
  | 'describeKey'
  | 'listKeys'
  | 'updateKeyDescription'
  | 'enableKey'
  | 'disableKey'
  | 'scheduleKeyDeletion'
  | 'cancelKeyDeletion'
  | 'getKeyLastUsage'

export function lifecycleCodecs(dialect: Dialect): Codecs<Lifecycle> {
  return {
    createKey: codec(dialect, {
      action: 'CreateKey',
      members: (input) => {
        // A key store is not accepted with any other origin, so naming the store names the origin.
        const origin = input.origin ?? (input.keyStoreId === undefined ? undefined : 'KEY_STORE')
        return {
          [dialect.keySpecMember]: input.spec && dialect.keySpecs.write(input.spec, 'spec'),
          KeyUsage: input.usage && dialect.keyUsages.write(input.usage, 'usage'),
          Origin: origin && dialect.origins.write(origin, 'origin'),
          CustomKeyStoreId: input.keyStoreId,
          Description: input.description,
          MultiRegion: input.multiRegion,
          Policy: input.policy,
          Tags: writeTags(input.tags),
        }
      },
      reply: () => z.object({ KeyMetadata: newKeyMetadata }),
      output: (reply) => readMetadata(dialect, reply.KeyMetadata),
    }),

    describeKey: codec(dialect, {
      action: 'DescribeKey',
      members: (input) => ({ KeyId: input.keyId, GrantTokens: input.grantTokens }),
      reply: () => z.object({ KeyMetadata: keyMetadata }),
      output: (reply) => readMetadata(dialect, reply.KeyMetadata),
    }),

    listKeys: codec(dialect, {
      action: 'ListKeys',
      members: (input) => ({ Limit: input.limit, Marker: input.cursor }),
      reply: () => pageOf({ Keys: items(z.object({ KeyId: text, KeyArn: optional(text) })) }),
      output: (reply) => ({
        keys: reply.Keys.map(({ KeyId, KeyArn: keyArn }) => ({
          ...identityOf(KeyId),
          ...(keyArn !== undefined && { keyArn }),
        })),
        cursor: cursorOf(reply),
      }),
    }),

    updateKeyDescription: codec(dialect, {
      action: 'UpdateKeyDescription',
      members: (input) => ({ KeyId: input.keyId, Description: input.description }),
      reply: () => nothing,
      output: () => ({}),
    }),

    enableKey: codec(dialect, {
      action: 'EnableKey',
      members: (input) => ({ KeyId: input.keyId }),
      reply: () => nothing,
      output: (_reply, input) => ({ keyId: identityOf(input.keyId).keyId }),
    }),

    disableKey: codec(dialect, {
      action: 'DisableKey',
      members: (input) => ({ KeyId: input.keyId }),
      reply: () => nothing,
      output: (_reply, input) => ({ keyId: identityOf(input.keyId).keyId }),
    }),

    scheduleKeyDeletion: codec(dialect, {
      action: 'ScheduleKeyDeletion',
      members: (input) => ({ KeyId: input.keyId, PendingWindowInDays: input.pendingDays }),
      reply: () => z.object({ KeyId: text, KeyState: optional(text), DeletionDate: optional(timestamp) }),
      output: (reply) => ({
        keyId: identityOf(reply.KeyId).keyId,
        state: reply.KeyState === undefined ? undefined : dialect.keyState(reply.KeyState),
        deletionDate: reply.DeletionDate,
      }),
    }),

    cancelKeyDeletion: codec(dialect, {
      action: 'CancelKeyDeletion',
      members: (input) => ({ KeyId: input.keyId }),
      reply: () => z.object({ KeyId: text }),
      output: (reply) => ({ keyId: identityOf(reply.KeyId).keyId }),
    }),

    getKeyLastUsage: codec(dialect, {
      action: 'GetKeyLastUsage',
      members: (input) => ({ KeyId: input.keyId }),
      reply: () =>
        z.object({
          KeyLastUsage: optional(z.object({ Operation: optional(text), Timestamp: optional(timestamp) })),
          TrackingStartDate: optional(timestamp),
        }),
      output: (reply) => ({
        lastUsedAt: reply.KeyLastUsage?.Timestamp,
        lastOperation: reply.KeyLastUsage?.Operation,
        trackedSince: reply.TrackingStartDate,
      }),
    }),
  }
}
