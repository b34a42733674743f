import fc from 'fast-check'

/** Names that reach into prototypes where objects are used as tables. */
export const poison = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf')

const deep = fc
  .tuple(fc.constantFrom('[', '{"a":'), fc.integer({ min: 100, max: 60_000 }), fc.boolean())
  .map(
    ([open, depth, closed]) => `${open.repeat(depth)}${closed ? `1${(open === '[' ? ']' : '}').repeat(depth)}` : ''}`,
  )

const poisoned = fc
  .tuple(poison, poison, fc.constantFrom('{"polluted":true}', '1', 'null', '"x"', '[]'))
  .map(([name, inner, value]) => `{"${name}":{"${inner}":${value}},"KeyId":{"${name}":1},"key_id":"${name}"}`)

/** Members that the clouds know, with values of any kind. */
const known = fc
  .dictionary(
    fc.constantFrom(
      ...[
        'KeyId',
        'Plaintext',
        'CiphertextBlob',
        'EncryptionContext',
        'Tags',
        'Limit',
        'Marker',
        'Operations',
        'Policy',
      ],
      ...['key_id', 'plain_text', 'cipher_text', 'key_alias', 'limit', 'marker', 'sequence', 'operations', 'Origin'],
    ),
    fc.oneof(fc.jsonValue({ maxDepth: 4 }), poison, fc.string({ unit: 'binary', maxLength: 40 })),
  )
  .map((value) => JSON.stringify(value))

/** A body that no client of ours would send: often JSON, seldom what was asked for. */
export const body = fc.oneof(
  known,
  fc.json({ maxDepth: 6 }),
  poisoned,
  deep,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.tuple(known, fc.integer({ min: 1, max: 30 })).map(([text, cut]) => text.slice(0, -cut)),
  fc.integer({ min: 1, max: 80 }).map((kilobytes) => `{"Description":"${'é'.repeat(kilobytes * 512)}"}`),
  fc.constantFrom('', 'null', '0', '""', '[]', '{}', '{"KeyId":null}', '\u0000', '{"a":1e999}', '\ufeff{}'),
)

const segment = fc.oneof(
  poison,
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%00',
    '%',
    '%zz',
    '%c3%28',
    'v1.0',
    'v3',
    'kms',
    'auth',
    'tokens',
    'a'.repeat(5_000),
  ),
  fc.webFragments({ size: 'small' }),
)

export const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`)

export const query = fc
  .array(
    fc.tuple(fc.oneof(poison, fc.constantFrom('Action', 'Version', 'limit', 'Tag.1.Key')), fc.webQueryParameters()),
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'))

export const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD')

const headerName = fc.constantFrom(
  ...['authorization', 'x-amz-target', 'x-amz-date', 'x-amz-security-token', 'content-type', 'x-auth-token'],
  ...['x-sdk-date', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-project-id', 'accept'],
)

const headerValue = fc.oneof(
  fc.constantFrom(
    ...[
      'AWS4-HMAC-SHA256 Credential=test/1/2/3/4',
      'SDK-HMAC-SHA256 Access=test, SignedHeaders=;;, Signature=',
      'ACS3-',
    ],
    ...['TrentService.CreateKey', 'TrentService.__proto__', 'CreateKey', 'application/json', 'a='.repeat(4_000)],
    ...['application/x-amz-json-1.1', 'application/x-www-form-urlencoded', '20260101T000000Z', '0', '9'.repeat(400)],
  ),
  poison,
  fc.string({ maxLength: 60 }).filter((text) => /^[\x21-\x7e][\x20-\x7e]*$/.test(text)),
)

export const headers = fc.dictionary(headerName, headerValue, { maxKeys: 8 })
