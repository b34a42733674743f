import { KmsFailure } from '../../src/errors.ts'
import type { Caller } from '../../src/provider.ts'

// acs:kms:<region>:<account>:key/<id> and acs:kms:<region>:<account>:alias/<name>
const ARN = /^acs:kms:[^:]*:[^:]*:(?:key\/(.+)|(alias\/.+))$/

/** For an action that documents key id, alias and key ARN; an alias ARN is documented nowhere and sent as alias. */
export function idAliasOrArn(reference: string): string {
  return ARN.exec(reference)?.[2] ?? reference
}

/** For an action that documents key id and alias. */
export function idOrAlias(reference: string): string {
  const match = ARN.exec(reference)
  return match?.[1] ?? match?.[2] ?? reference
}

/**
 * For an action that documents the key id only: an alias is refused here, since the service would answer
 * `Unsupported.Alias`, or take it for an id.
 */
export function idOnly(reference: string, field = 'keyId'): string {
  const name = idOrAlias(reference)
  if (!isAlias(name)) return name
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: Alibaba Cloud takes no alias here; pass the key id that describeKey returns`,
  )
}

/** The bare id of a key; asks the service for an alias. */
export async function resolveKeyId(reference: string, call: Caller): Promise<string> {
  const name = idOrAlias(reference)
  return isAlias(name) ? (await call.operation('describeKey', { keyId: name })).keyId : name
}

function isAlias(name: string): boolean {
  return name.startsWith('alias/')
}
