import { generateKeyPairSync } from 'node:crypto'
import { type OperationName, operations } from '../../src/operations/index.ts'

type Fields = Readonly<Record<string, unknown>>

const PUBLIC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' })

/** A valid value for every input field of the operation table; for an enumeration any of its words will do. */
const byField: Fields = {
  alias: 'alias/orders',
  bypassLockoutSafetyCheck: true,
  ciphertext: new Uint8Array(64).fill(7),
  constraints: { contextEquals: { tenant: '42' }, contextSubset: { tenant: '42' } },
  context: { tenant: '42' },
  cursor: '2',
  description: 'for orders',
  destinationContext: { tenant: '43' },
  destinationKeyId: '2234abcd-12ab-34cd-56ef-1234567890ab',
  digest: new Uint8Array(32).fill(6),
  dryRun: true,
  enabled: true,
  encryptedMaterial: new Uint8Array(256).fill(5),
  encryptedPrivateKey: new Uint8Array(256).fill(4),
  filter: { states: ['Enabled'] },
  grantId: 'abcde1237f76e4ba7987489ac329fbfba6ad343d6f7075dbd1ef191f0120514a',
  grantToken: 'token',
  grantTokens: ['token'],
  grantee: 'arn:aws:iam::111122223333:role/keys',
  idempotencyTag: '4234abcd-12ab-34cd-56ef-1234567890ab',
  importToken: new Uint8Array(128).fill(3),
  keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  keyMaterialId: 'a'.repeat(64),
  keyStoreId: 'cks-1234567890abcdef0',
  keyVersionId: '3234abcd-12ab-34cd-56ef-1234567890ab',
  lengthBytes: 48,
  limit: 7,
  mac: new Uint8Array(32).fill(2),
  materialExpiresAt: new Date('2030-01-02T03:04:05.678Z'),
  message: new Uint8Array([1, 2, 3]),
  multiRegion: true,
  name: 'orders',
  pendingDays: 9,
  periodDays: 120,
  plaintext: new Uint8Array(32).fill(1),
  policy: '{"Version":"2012-10-17"}',
  policyName: 'emergency',
  projectId: '0123456789abcdef',
  publicKey: new Uint8Array(PUBLIC_KEY),
  region: 'eu-central-1',
  retiringPrincipal: 'arn:aws:iam::111122223333:role/boss',
  signature: new Uint8Array(64).fill(9),
  sourceContext: { tenant: '42' },
  sourceKeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  tagKeys: ['tenant'],
  tags: { tenant: '42' },
}

/** Fields of which a call takes one or the other. */
const exclusive: { readonly [K in OperationName]?: readonly Fields[] } = {
  sign: [{ message: byField['message'] }, { digest: byField['digest'] }],
  verify: [{ message: byField['message'] }, { digest: byField['digest'] }],
  retireGrant: [{ grantToken: byField['grantToken'] }, { keyId: byField['keyId'], grantId: byField['grantId'] }],
}

interface Described {
  readonly def: { readonly type: string; readonly innerType?: Described; readonly element?: Described }
  readonly options?: readonly unknown[]
}

/** Every value worth trying for a field: each word of an enumeration, else the sample. */
function candidates(field: string, schema: Described): readonly unknown[] {
  const { def } = schema
  if (def.type === 'optional' && def.innerType !== undefined) return candidates(field, def.innerType)
  if (def.type === 'enum') return schema.options ?? []
  if (def.type === 'array' && def.element?.def.type === 'enum') return (def.element.options ?? []).map((word) => [word])
  if (Object.hasOwn(byField, field)) return [byField[field]]
  throw new Error(`no sample for the field ${field}`)
}

function fieldsOf(name: OperationName): [string, Described][] {
  // zod describes its schemas at run time; their static types differ from one operation to the next.
  return Object.entries(operations[name].input.shape as unknown as Record<string, Described>)
}

export function fieldValues(name: OperationName, field: string): readonly unknown[] {
  return fieldsOf(name).flatMap(([other, schema]) => (other === field ? candidates(field, schema) : []))
}

/** Optional fields that can simply be added to a call; the exclusive ones are in {@link smallestInputs}. */
export function addableFields(name: OperationName): string[] {
  const chosen = new Set((exclusive[name] ?? []).flatMap((fields) => Object.keys(fields)))
  return fieldsOf(name).flatMap(([field, { def }]) => (def.type === 'optional' && !chosen.has(field) ? [field] : []))
}

/** The smallest inputs of an operation: one for each choice between exclusive fields, and for each word it may take. */
export function smallestInputs(name: OperationName): Fields[] {
  let inputs: Fields[] = [...(exclusive[name] ?? [{}])]
  for (const [field, schema] of fieldsOf(name)) {
    if (schema.def.type === 'optional') continue
    inputs = inputs.flatMap((input) => candidates(field, schema).map((value) => ({ ...input, [field]: value })))
  }
  return inputs
}
