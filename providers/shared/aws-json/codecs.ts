import { aliasCodecs } from './alias.ts'
import { cryptoCodecs } from './crypto.ts'
import { dataKeyCodecs } from './datakey.ts'
import type { Dialect } from './dialect.ts'
import { grantCodecs } from './grant.ts'
import { importCodecs } from './import.ts'
import { lifecycleCodecs } from './lifecycle.ts'
import { policyCodecs } from './policy.ts'
import { regionCodecs } from './region.ts'
import { rotationCodecs } from './rotation.ts'
import { signingCodecs } from './signing.ts'
import { tagCodecs } from './tags.ts'

/** Every operation that is a single request of the protocol, in one dialect. */
export function awsJsonCodecs(dialect: Dialect) {
  return {
    ...lifecycleCodecs(dialect),
    ...aliasCodecs(dialect),
    ...cryptoCodecs(dialect),
    ...dataKeyCodecs(dialect),
    ...signingCodecs(dialect),
    ...importCodecs(dialect),
    ...rotationCodecs(dialect),
    ...tagCodecs(dialect),
    ...grantCodecs(dialect),
    ...policyCodecs(dialect),
    ...regionCodecs(dialect),
  }
}
