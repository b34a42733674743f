import * as z from 'zod/mini'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { keyMetadata, readMetadata } from './metadata.ts'
import { nothing } from './reply.ts'
import { writeTags } from './tags.ts'

export function regionCodecs(dialect: Dialect): Codecs<'replicateKey' | 'updatePrimaryRegion'> {
  return {
    replicateKey: codec(dialect, {
      action: 'ReplicateKey',
      members: (input) => ({
        KeyId: input.keyId,
        ReplicaRegion: input.region,
        Description: input.description,
        Policy: input.policy,
        Tags: writeTags(input.tags),
      }),
      reply: () => z.object({ ReplicaKeyMetadata: keyMetadata }),
      output: (reply, input) => {
        const metadata = readMetadata(dialect, reply.ReplicaKeyMetadata)
        return { keyId: metadata.keyId, keyArn: metadata.keyArn, region: input.region, metadata }
      },
    }),
    updatePrimaryRegion: codec(dialect, {
      action: 'UpdatePrimaryRegion',
      members: (input) => ({ KeyId: input.keyId, PrimaryRegion: input.region }),
      reply: () => nothing,
      output: () => ({}),
    }),
  }
}
