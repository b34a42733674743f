import * as z from 'zod/mini'
import type { Bindings } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { present } from '../../shared/present.ts'
import { someText } from '../../shared/schemas.ts'
import { cursorAfter, pageOf } from '../paging.ts'
import { idOnly } from '../reference.ts'
import { count, nested, optionalText } from '../reply.ts'
import type { ActionRequest } from '../wire.ts'

const aliasPage = once(() =>
  z.object({
    Aliases: nested('Alias', z.object({ AliasName: someText, AliasArn: optionalText, KeyId: optionalText })),
    TotalCount: z.optional(count),
  }),
)

export function aliases(
  request: ActionRequest,
): Pick<Bindings, 'createAlias' | 'updateAlias' | 'deleteAlias' | 'listAliases'> {
  return {
    createAlias: {
      encode: ({ alias, keyId }) => request('CreateAlias', { AliasName: alias, KeyId: idOnly(keyId) }),
      decode: () => ({}),
    },
    updateAlias: {
      encode: ({ alias, keyId }) => request('UpdateAlias', { AliasName: alias, KeyId: idOnly(keyId) }),
      decode: () => ({}),
    },
    deleteAlias: {
      encode: ({ alias }) => request('DeleteAlias', { AliasName: alias }),
      decode: () => ({}),
    },
    listAliases: {
      encode: (input) => {
        const { number, size } = pageOf(input)
        const page = { PageNumber: number, PageSize: size }
        if (input.keyId === undefined) return request('ListAliases', page)
        return request('ListAliasesByKeyId', { KeyId: idOnly(input.keyId), ...page })
      },
      decode: (reply, input) => {
        const { Aliases: found, TotalCount } = aliasPage().parse(reply)
        return present({
          aliases: found.map(({ AliasName, AliasArn, KeyId }) =>
            present({ alias: AliasName, aliasArn: AliasArn, keyId: KeyId }),
          ),
          cursor: cursorAfter(pageOf(input), found.length, TotalCount),
          total: TotalCount,
        })
      },
    },
  }
}
