import type { Bindings } from '../../../src/provider.ts'
import type { ActionRequest } from '../wire.ts'
import { aliases } from './alias.ts'
import { crypto } from './crypto.ts'
import { dataKeys } from './data-key.ts'
import { imports } from './import.ts'
import { lifecycle } from './lifecycle.ts'
import { policies } from './policy.ts'
import { rotation } from './rotation.ts'
import { signing } from './signing.ts'
import type { PlaintextEncoding } from './symmetric.ts'
import { tags } from './tag.ts'
import { unsupported } from './unsupported.ts'

/** What Alibaba Cloud does for every operation of the table. */
export function createBindings(request: ActionRequest, encoding: PlaintextEncoding, region: string): Bindings {
  return {
    ...lifecycle(request, region),
    ...aliases(request),
    ...crypto(request, encoding),
    ...dataKeys(request),
    ...signing(request),
    ...imports(request),
    ...rotation(request),
    ...tags(request),
    ...policies(request),
    ...unsupported,
  }
}
