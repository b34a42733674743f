import fc from 'fast-check'
import { type OperationName, operations } from '../../src/operations/index.ts'
import type { WireResponse } from '../../src/wire.ts'
import { fieldValues, smallestInputs } from './samples.ts'

interface Described {
  readonly def: {
    readonly type: string
    readonly innerType?: Described
    readonly element?: Described
    readonly shape?: Readonly<Record<string, Described>>
  }
  readonly options?: readonly unknown[]
}

/** Texts with everything that breaks quoting, encoding and splitting, lone surrogates included. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    'alias/',
    'alias/a b',
    'arn:aws:kms:::key/',
    '\ud800',
    '\u0000',
    '..',
    '.',
    '../..',
    '%',
    '&a=b',
    'constructor',
    '{}',
    'a'.repeat(2_048),
  ),
)
const awkwardNames = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString', ''))

/** Values of a field's kind, valid or nearly so. */
function ofKind({ def, options }: Described): fc.Arbitrary<unknown> {
  switch (def.type) {
    case 'string':
      return text
    case 'number':
      return fc.oneof(fc.integer({ min: -2, max: 5_000 }), fc.integer(), fc.double())
    case 'boolean':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...(options ?? []))
    case 'date':
      return fc.date({ noInvalidDate: false })
    case 'record':
      return fc.dictionary(awkwardNames, text, { maxKeys: 3 })
    case 'custom':
      return fc.oneof(
        fc.uint8Array({ maxLength: 80 }),
        fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
      )
    case 'array':
      return def.element === undefined ? fc.constant([]) : fc.array(ofKind(def.element), { maxLength: 3 })
    case 'optional':
      return def.innerType === undefined ? fc.constant(undefined) : fc.option(ofKind(def.innerType), { nil: undefined })
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(def.shape ?? {}).map(([name, inner]) => [name, ofKind(inner)])),
        { requiredKeys: [] },
      )
    default:
      throw new Error(`no arbitrary for ${def.type}`)
  }
}

/** Anything but what is asked for. */
const garbage = fc.oneof(
  fc.anything({ maxDepth: 1, withBigInt: true, withNullPrototype: true }),
  fc.constantFrom(Number.NaN, new Map(), Symbol.iterator),
)

/**
 * Inputs of an operation: a sample with some fields replaced by any value of their kind and, if so asked, with garbage
 * and fields that there are not.
 */
export function inputsOf(name: OperationName, withGarbage: boolean): fc.Arbitrary<Record<string, unknown>> {
  // zod describes its schemas at run time; their static types differ from one operation to the next.
  const shape = operations[name].input.shape as unknown as Readonly<Record<string, Described>>
  const changes = Object.entries(shape).map(([field, schema]) => {
    const sample = fc.constantFrom(...fieldValues(name, field))
    const value = withGarbage ? fc.oneof(sample, ofKind(schema), garbage) : fc.oneof(sample, ofKind(schema))
    return value.map((changed) => ({ [field]: changed }))
  })
  const foreign = fc.tuple(awkwardNames, fc.anything({ maxDepth: 1 })).map(([field, value]) => own(field, value))
  const change = withGarbage ? fc.oneof(...changes, foreign) : fc.oneof(...changes)
  const base = fc.constantFrom(...smallestInputs(name).slice(0, 20))
  return fc.tuple(base, fc.array(change, { maxLength: 3 })).map(([sample, made]) => merge([sample, ...made]))
}

/** An object with one member, also one called `__proto__`. */
function own(name: string, value: unknown): Record<string, unknown> {
  return Object.defineProperty({}, name, { value, enumerable: true, configurable: true, writable: true })
}

function merge(parts: readonly object[]): Record<string, unknown> {
  const merged = {}
  for (const part of parts) Object.defineProperties(merged, Object.getOwnPropertyDescriptors(part))
  return merged
}

/** Names that the clouds give the members of their replies. */
const MEMBERS = [
  'KeyMetadata',
  'KeyId',
  'KeyState',
  'KeySpec',
  'KeyUsage',
  'Origin',
  'Arn',
  'CreationDate',
  'Plaintext',
  'CiphertextBlob',
  'Keys',
  'Key',
  'NextMarker',
  'Truncated',
  'Signature',
  'SignatureValid',
  'Value',
  'PublicKey',
  'Mac',
  'MacValid',
  'ImportToken',
  'ParametersValidTo',
  'TokenExpireTime',
  'Aliases',
  'Alias',
  'Tags',
  'Tag',
  'Grants',
  'Policy',
  'KeyVersion',
  'KeyVersions',
  'KeyVersionId',
  'TotalCount',
  'PageNumber',
  'RequestId',
  '__type',
  'message',
  'Code',
  'Message',
  'HttpStatus',
  'key_info',
  'key_id',
  'key_state',
  'key_alias',
  'key_details',
  'keys',
  'plain_text',
  'plain_text_base64',
  'cipher_text',
  'datakey_plain',
  'datakey_length',
  'datakey_dgst',
  'random_data',
  'signature',
  'signature_valid',
  'public_key',
  'import_token',
  'expiration_time',
  'grants',
  'tags',
  'error',
  'error_code',
  'error_msg',
  'next_marker',
  'mac',
  'token',
  'project',
  'projects',
] as const // a part of what the providers read, enough to get below their first look

const likely = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    'Enabled',
    '2',
    'AQ==',
    'MFkw',
    '00ff',
    '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----',
    'AES_256',
    '1',
    1,
    0,
    -1,
    1e300,
    '2030-01-01T00:00:00Z',
    true,
    '',
    null,
  ),
)
const members = fc.dictionary(
  fc.constantFrom(...MEMBERS),
  fc.oneof(
    likely,
    fc.dictionary(fc.constantFrom(...MEMBERS), likely),
    fc.array(fc.dictionary(fc.constantFrom(...MEMBERS), likely), { maxLength: 2 }),
  ),
  { maxKeys: 6 },
)
const json = fc.oneof(members, fc.jsonValue({ maxDepth: 3 })).map((value) => JSON.stringify(value))

const body = fc.oneof(
  { arbitrary: json, weight: 6 },
  { arbitrary: fc.tuple(json, fc.nat(40)).map(([whole, cut]) => whole.slice(0, -cut)), weight: 2 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
  {
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '\ufeff{}',
      'null',
      '"',
      '<html>',
      '[]',
      '{"__proto__":{"x":1}}',
      '{"a":1}{"b":2}',
      'NaN',
      '1e999',
    ),
    weight: 1,
  },
)

const headers = fc.dictionary(
  fc.constantFrom(
    'date',
    'x-amzn-errortype',
    'x-amzn-requestid',
    'x-request-id',
    'content-type',
    'retry-after',
    'x-subject-token',
    'content-length',
    'location',
  ),
  fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      '0',
      '-1',
      'Tue, 01 Jan 2030 00:00:00 GMT',
      'application/json',
      'ThrottlingException:http://x',
      '9'.repeat(400),
    ),
  ),
  { noNullPrototype: true },
)

/** What a server, a proxy or a broken line might answer. */
export const replies: fc.Arbitrary<WireResponse> = fc.record({
  status: fc.oneof(
    { arbitrary: fc.constantFrom(200, 201, 204), weight: 3 },
    { arbitrary: fc.integer({ min: 100, max: 999 }), weight: 2 },
  ),
  headers,
  body,
})
