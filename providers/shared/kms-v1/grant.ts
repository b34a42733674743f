import * as z from 'zod/mini'
import { KmsFailure } from '../../../src/errors.ts'
import type { GrantOperation } from '../../../src/operations/fields.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Bindings, Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { someText } from '../schemas.ts'
import { bareKeyId, type Dialect, NO_DRY_RUN, NO_GRANT_TOKENS, post } from './dialect.ts'
import { pageFields, pagePosition, wirePage } from './paging.ts'
import { maybe, noOutput, time } from './values.ts'
import { ownWord, type Words, wireWord } from './vocabulary.ts'

const NO_SEARCH = 'this cloud lists all grants of a key'
const GRANTEE_TYPES = { USER: 'user', ACCOUNT: 'domain' } as const

const granted = once(() => z.object({ grant_id: someText }))

const grantList = once(() =>
  z.object({
    grants: z.nullish(
      z.array(
        z.object({
          grant_id: z.string(),
          key_id: maybe(z.string()),
          name: maybe(z.string()),
          grantee_principal: maybe(z.string()),
          retiring_principal: maybe(z.string()),
          issuing_principal: maybe(z.string()),
          operations: z.array(z.string()),
          creation_date: maybe(time),
        }),
      ),
    ),
    ...pageFields,
  }),
)

type Grants = Pick<Bindings, 'createGrant' | 'listGrants' | 'revokeGrant' | 'retireGrant' | 'listRetirableGrants'>

export function granting(dialect: Dialect): Grants {
  const words = dialect.grantOperations
  const revoke: Codec<Input<'revokeGrant'>, Record<string, never>> = {
    refuses: { dryRun: NO_DRY_RUN },
    encode: ({ keyId, grantId }) => post(dialect, 'revoke-grant', { key_id: bareKeyId(keyId), grant_id: grantId }),
    decode: noOutput,
  }
  return {
    createGrant: {
      refuses: {
        grantTokens: NO_GRANT_TOKENS,
        dryRun: NO_DRY_RUN,
        constraints: 'a grant of this cloud is not bound to an encryption context',
      },
      encode: (input) =>
        post(dialect, 'create-grant', {
          key_id: bareKeyId(input.keyId),
          grantee_principal: input.grantee,
          grantee_principal_type: input.granteeType && GRANTEE_TYPES[input.granteeType],
          operations: input.operations.map((operation) => wireWord(words, operation, 'operations')),
          name: input.name,
          retiring_principal: input.retiringPrincipal,
        }),
      decode: (reply) => ({ grantId: granted().parse(reply).grant_id }),
    },
    listGrants: {
      refuses: { grantId: NO_SEARCH, grantee: NO_SEARCH },
      encode: ({ keyId, ...asked }) => post(dialect, 'list-grants', { key_id: bareKeyId(keyId), ...wirePage(asked) }),
      decode: (reply) => readGrants(reply, words),
    },
    revokeGrant: revoke,
    retireGrant: {
      refuses: { dryRun: NO_DRY_RUN, grantToken: NO_GRANT_TOKENS },
      encode: ({ keyId, grantId }) => {
        // The table lets both be absent only beside a token, which was refused above.
        if (keyId === undefined)
          throw new KmsFailure(
            { code: 'InvalidInput', field: 'keyId' },
            'keyId: is needed beside grantId, as grants belong to keys',
          )
        return post(dialect, 'retire-grant', { key_id: bareKeyId(keyId), grant_id: grantId })
      },
      decode: noOutput,
    },
    listRetirableGrants: {
      refuses: { retiringPrincipal: 'this cloud lists what the caller itself may retire' },
      encode: (asked) => post(dialect, 'list-retirable-grants', wirePage(asked)),
      decode: (reply) => readGrants(reply, words),
    },
  }
}

function readGrants(reply: unknown, words: Words<GrantOperation>): Output<'listGrants'> {
  const { grants, ...page } = grantList().parse(reply)
  return {
    grants: (grants ?? []).map((grant) => ({
      grantId: grant.grant_id,
      operations: grant.operations.map((operation) => ownWord(words, operation)),
      ...(grant.key_id !== undefined && { keyId: grant.key_id }),
      ...(grant.name !== undefined && { name: grant.name }),
      ...(grant.grantee_principal !== undefined && { grantee: grant.grantee_principal }),
      ...(grant.retiring_principal !== undefined && { retiringPrincipal: grant.retiring_principal }),
      ...(grant.issuing_principal !== undefined && { issuingPrincipal: grant.issuing_principal }),
      ...(grant.creation_date !== undefined && { createdAt: grant.creation_date }),
    })),
    ...pagePosition(page),
  }
}
