import * as z from 'zod/mini'
import { present } from '../present.ts'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { optionalIdentityOf } from './key-reference.ts'
import { cursorOf, items, nothing, optional, pageOf, text, timestamp } from './reply.ts'

type Rotation =
  | 'enableKeyRotation'
  | 'disableKeyRotation'
  | 'getKeyRotationStatus'
  | 'rotateKeyOnDemand'
  | 'listKeyVersions'

export function rotationCodecs(dialect: Dialect): Codecs<Rotation> {
  return {
    enableKeyRotation: codec(dialect, {
      action: 'EnableKeyRotation',
      members: (input) => ({ KeyId: input.keyId, RotationPeriodInDays: input.periodDays }),
      reply: () => nothing,
      output: () => ({}),
    }),

    disableKeyRotation: codec(dialect, {
      action: 'DisableKeyRotation',
      members: (input) => ({ KeyId: input.keyId }),
      reply: () => nothing,
      output: () => ({}),
    }),

    getKeyRotationStatus: codec(dialect, {
      action: 'GetKeyRotationStatus',
      members: (input) => ({ KeyId: input.keyId }),
      reply: () =>
        z.object({
          KeyRotationEnabled: z.boolean(),
          RotationPeriodInDays: optional(z.number()),
          NextRotationDate: optional(timestamp),
        }),
      output: (reply) => ({
        enabled: reply.KeyRotationEnabled,
        periodDays: reply.RotationPeriodInDays,
        nextRotationDate: reply.NextRotationDate,
      }),
    }),

    rotateKeyOnDemand: codec(dialect, {
      action: 'RotateKeyOnDemand',
      members: (input) => ({ KeyId: input.keyId }),
      reply: () => z.object({ KeyId: optional(text) }),
      output: (reply) => optionalIdentityOf(reply.KeyId),
    }),

    listKeyVersions: codec(dialect, {
      action: 'ListKeyRotations',
      members: (input) => ({
        KeyId: input.keyId,
        // Without it the list holds rotations only, and the first material is missing.
        IncludeKeyMaterial: 'ALL_KEY_MATERIAL',
        Limit: input.limit,
        Marker: input.cursor,
      }),
      reply: () =>
        pageOf({
          Rotations: items(
            z.object({
              KeyId: optional(text),
              KeyMaterialId: optional(text),
              KeyMaterialState: optional(text),
              RotationDate: optional(timestamp),
              RotationType: optional(text),
            }),
          ),
        }),
      output: (reply) => ({
        // Imported material that waits for its rotation is no version yet.
        versions: reply.Rotations.filter((entry) => !entry.KeyMaterialState?.startsWith('PENDING')).map((entry) =>
          present({
            keyId: optionalIdentityOf(entry.KeyId).keyId,
            keyVersionId: entry.KeyMaterialId,
            createdAt: entry.RotationDate,
            rotationType: rotationType(entry.RotationType),
          }),
        ),
        cursor: cursorOf(reply),
      }),
    }),
  }
}

function rotationType(word: string | undefined) {
  return word === undefined || word === 'AUTOMATIC' || word === 'ON_DEMAND' ? word : 'UNKNOWN'
}
