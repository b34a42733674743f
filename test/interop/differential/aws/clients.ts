import { type KeyMetadata, KMS } from '@aws-sdk/client-kms'
import { createAwsSimulator } from '../../../../conformance/simulators/index.ts'
import { serve } from '../../../../conformance/simulators/serve.ts'
import { aws } from '../../../../providers/aws/index.ts'
import { createClient } from '../../../../src/index.ts'
import { member } from '../compare.ts'

export const REGION = 'us-east-1'
export const ACCOUNT = '000000000000'

export interface Account {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly region: string
}

const USUAL: Account = { accessKeyId: 'test', secretAccessKey: 'test', region: REGION }

/** Our client and AWS's, on one simulator whose time stands still. */
export const startAws = async () => {
  const startedMs = Date.now()
  const simulator = createAwsSimulator({ now: () => startedMs })
  const server = await serve({ port: 0, simulators: [simulator] })
  const clientsOf = ({ region, ...credentials }: Account) => ({
    ours: createClient(aws({ region, endpoint: server.url, credentials }), { retries: 0 }),
    sdk: new KMS({ region, endpoint: server.url, credentials, maxAttempts: 1 }),
  })
  const { ours, sdk } = clientsOf(USUAL)
  return {
    ours,
    sdk,
    as: (account: Partial<Account>) => clientsOf({ ...USUAL, ...account }),
    close: () => server.close(),
    /** Lets passing states pass. */
    advance: simulator.control.clock.advance,
    newKey: (input: Parameters<typeof simulator.control.putKey>[0] = {}) => simulator.control.putKey(input).keyId,
    /** All that the official client says of a key, but for what no other key shares. */
    about: async (KeyId: string): Promise<unknown> => {
      const { KeyMetadata } = await sdk.describeKey({ KeyId })
      const own = ['KeyId', 'Arn', 'CurrentKeyMaterialId', 'MultiRegionConfiguration']
      return Object.entries(KeyMetadata ?? {}).filter(([name]) => !own.includes(name))
    },
    tagsOf: async (KeyId: string): Promise<unknown> =>
      (await sdk.listResourceTags({ KeyId })).Tags?.map(({ TagKey, TagValue }) => [TagKey, TagValue]),
    aliasesOf: async (KeyId: string): Promise<readonly unknown[]> =>
      ((await sdk.listAliases({ KeyId })).Aliases ?? []).map(({ AliasName }) => AliasName),
  }
}

export type AwsClients = Awaited<ReturnType<typeof startAws>>

/** Status and code of what AWS's client throws. */
export const refusalOf = (error: unknown): string =>
  `${member(error, '$metadata', 'httpStatusCode')} ${member(error, 'name')}`

const SPECS: Readonly<Record<string, string>> = { SYMMETRIC_DEFAULT: 'AES_256', ECC_NIST_P256: 'EC_P256' }

/** A key as AWS's client describes it, in our words. */
export const metadataOf = (key: KeyMetadata | undefined) => ({
  keyId: key?.KeyId,
  keyArn: key?.Arn,
  state: key?.KeyState,
  providerState: key?.KeyState,
  spec: SPECS[key?.KeySpec ?? ''] ?? key?.KeySpec,
  providerSpec: key?.KeySpec,
  usage: key?.KeyUsage,
  origin: key?.Origin === 'AWS_KMS' ? 'PROVIDER' : key?.Origin,
  createdAt: key?.CreationDate,
  deletionDate: key?.DeletionDate,
  materialExpiresAt: key?.ValidTo,
  description: key?.Description,
  multiRegion: key?.MultiRegion,
  primaryVersionId: key?.CurrentKeyMaterialId,
  manager: key?.KeyManager === 'AWS' ? 'PROVIDER' : 'CUSTOMER',
})
