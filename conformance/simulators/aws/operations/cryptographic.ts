import type { Handlers } from '../call.ts'
import { agreement } from './agreement.ts'
import { dataKeys } from './data-key.ts'
import { encryption } from './encrypt.ts'
import { macs } from './mac.ts'
import { publicKeys } from './public-key.ts'
import { randomness } from './random.ts'
import { signing } from './signing.ts'

/** The cryptographic operations, by family. */
export const cryptographic = {
  ...encryption,
  ...dataKeys,
  ...randomness,
  ...signing,
  ...macs,
  ...agreement,
  ...publicKeys,
} satisfies Partial<Handlers>
