import * as z from 'zod/mini'
import { KmsFailure } from '../../../src/errors.ts'
import { present } from '../present.ts'
import { type Codecs, codec, type Dialect } from './dialect.ts'
import { optionalIdentityOf } from './key-reference.ts'
import { cursorOf, items, nothing, optional, pageOf, text, timestamp } from './reply.ts'

type Grant = 'createGrant' | 'listGrants' | 'revokeGrant' | 'retireGrant' | 'listRetirableGrants'

const context = z.record(text, text)

const grantPage = pageOf({
  Grants: items(
    z.object({
      GrantId: text,
      KeyId: optional(text),
      Name: optional(text),
      GranteePrincipal: optional(text),
      GranteeServicePrincipal: optional(text),
      RetiringPrincipal: optional(text),
      RetiringServicePrincipal: optional(text),
      IssuingAccount: optional(text),
      Operations: optional(z.array(text)),
      Constraints: optional(
        z.object({ EncryptionContextEquals: optional(context), EncryptionContextSubset: optional(context) }),
      ),
      CreationDate: optional(timestamp),
    }),
  ),
})

function readGrants(dialect: Dialect, reply: z.output<typeof grantPage>) {
  return {
    grants: reply.Grants.map((grant) =>
      present({
        grantId: grant.GrantId,
        ...optionalIdentityOf(grant.KeyId),
        name: grant.Name,
        grantee: grant.GranteePrincipal ?? grant.GranteeServicePrincipal,
        retiringPrincipal: grant.RetiringPrincipal ?? grant.RetiringServicePrincipal,
        issuingPrincipal: grant.IssuingAccount,
        operations: (grant.Operations ?? []).map((word) => dialect.grantOperations.read(word)),
        constraints:
          grant.Constraints &&
          present({
            contextEquals: grant.Constraints.EncryptionContextEquals,
            contextSubset: grant.Constraints.EncryptionContextSubset,
          }),
        createdAt: grant.CreationDate,
      }),
    ),
    cursor: cursorOf(reply),
  }
}

export function grantCodecs(dialect: Dialect): Codecs<Grant> {
  return {
    createGrant: codec(dialect, {
      action: 'CreateGrant',
      members: (input) => ({
        KeyId: input.keyId,
        GranteePrincipal: input.grantee,
        Operations: input.operations.map((name) => dialect.grantOperations.write(name, 'operations')),
        RetiringPrincipal: input.retiringPrincipal,
        Constraints: input.constraints && {
          EncryptionContextEquals: input.constraints.contextEquals,
          EncryptionContextSubset: input.constraints.contextSubset,
        },
        Name: input.name,
        GrantTokens: input.grantTokens,
        DryRun: input.dryRun,
      }),
      reply: () => z.object({ GrantId: text, GrantToken: optional(text) }),
      output: (reply) => ({ grantId: reply.GrantId, grantToken: reply.GrantToken }),
    }),

    listGrants: codec(dialect, {
      action: 'ListGrants',
      members: (input) => ({
        KeyId: input.keyId,
        GrantId: input.grantId,
        GranteePrincipal: input.grantee,
        Limit: input.limit,
        Marker: input.cursor,
      }),
      reply: () => grantPage,
      output: (reply) => readGrants(dialect, reply),
    }),

    revokeGrant: codec(dialect, {
      action: 'RevokeGrant',
      members: (input) => ({ KeyId: input.keyId, GrantId: input.grantId, DryRun: input.dryRun }),
      reply: () => nothing,
      output: () => ({}),
    }),

    retireGrant: codec(dialect, {
      action: 'RetireGrant',
      members: (input) => ({
        GrantToken: input.grantToken,
        KeyId: input.keyId,
        GrantId: input.grantId,
        DryRun: input.dryRun,
      }),
      reply: () => nothing,
      output: () => ({}),
    }),

    listRetirableGrants: codec(dialect, {
      action: 'ListRetirableGrants',
      members: (input) => {
        const field = 'retiringPrincipal'
        if (input[field] === undefined) {
          throw new KmsFailure(
            { code: 'InvalidInput', field },
            `${field}: is required by this cloud: whose grants are to be listed`,
          )
        }
        return { RetiringPrincipal: input[field], Limit: input.limit, Marker: input.cursor }
      },
      reply: () => grantPage,
      output: (reply) => readGrants(dialect, reply),
    }),
  }
}
