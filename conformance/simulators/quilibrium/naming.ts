/** `arn:verenc:<account>:key/<id>`: no partition, service or Region (docs.quilibrium.com, key operations and key policies). */
import { refusal } from '../aws/errors.ts'
import { accountRootArn, type Naming } from '../aws/naming.ts'

/** The page of CancelKeyDeletion shows the second form, so both are understood. */
const PREFIX = 'arn:(?:aws:)?verenc:'
const ARN = new RegExp(`^${PREFIX}([^:]*):((?:key|alias)/.+)$`)
const ALIAS = new RegExp(`^(?:${PREFIX}[^:]*:)?alias/`)

export const quilibriumNaming = (aliasesNameKeys: boolean): Naming => ({
  arnOf: ({ account }, resource) => `arn:verenc:${account}:${resource}`,
  isAlias: (identifier) => ALIAS.test(identifier),
  resourceOf: (call, arn) => {
    const [, account, resource] = ARN.exec(arn) ?? []
    if (resource === undefined) throw refusal('InvalidArnException', `Invalid arn ${arn}`)
    if (account !== call.account) throw refusal('NotFoundException', `Invalid account ${account}`)
    return resource
  },
  aliasesNameKeys,
  accountNames: (site) => [accountRootArn(site), site.account, `arn:verenc:${site.account}:root`],
})
