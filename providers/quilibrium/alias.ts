import { KmsFailure } from '../../src/errors.ts'
import type { Input } from '../../src/operations/index.ts'
import type { Caller } from '../../src/provider.ts'

/** The key of an alias, which no call but ListAliases tells: it is read page by page until the alias is there. */
export async function resolveAlias(alias: string, call: Caller): Promise<string> {
  let cursor: string | undefined
  do {
    const asked: Input<'listAliases'> = cursor === undefined ? {} : { cursor }
    const page = await call.operation('listAliases', asked)
    const found = page.aliases.find((entry) => entry.alias === alias || entry.aliasArn === alias)
    if (found?.keyId !== undefined) return found.keyId
    cursor = page.cursor
  } while (cursor !== undefined)
  throw new KmsFailure({ code: 'AliasNotFound' }, `there is no ${alias}; listAliases shows those there are`)
}
