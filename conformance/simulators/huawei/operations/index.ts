import type { Operation } from '../call.ts'
import { aliases } from './aliases.ts'
import { dataKeys } from './data-keys.ts'
import { encryption } from './encryption.ts'
import { grants } from './grants.ts'
import { imports } from './import.ts'
import { keystores } from './keystores.ts'
import { lifecycle } from './lifecycle.ts'
import { listing } from './listing.ts'
import { regions } from './regions.ts'
import { rotation } from './rotation.ts'
import { signing } from './signing.ts'
import { tags } from './tags.ts'

const table = {
  ...lifecycle,
  ...listing,
  ...dataKeys,
  ...encryption,
  ...signing,
  ...imports,
  ...rotation,
  ...grants,
  ...tags,
  ...aliases,
  ...keystores,
  ...regions,
}

export type KmsAction = keyof typeof table

export const operations: Readonly<Record<KmsAction, Operation>> = table
