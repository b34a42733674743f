// provider.ts
import { createHmac } from 'node:crypto'
import {
  type Bindings,
  bindingsOf,
  type Codec,
  type ErrorRule,
  fromBase64,
  type Input,
  type KeyMetadata,
  type KeyState,
  KmsFailure,
  type Limits,
  type Output,
  type Provider,
  toBase64,
  type WireRequest,
} from 'polykms'
import * as z from 'zod'

/** Where the claims of this file come from; every limit and every row of a table names its page. */
const DOCS = 'https://docs.acorn.example/kms'

/** Where Acorn is, and as whom to call it. */
export interface AcornConfig {
  /** Names the caller. */
  readonly accessKey: string
  /** Signs, and is never sent. */
  readonly secret: string
  /** Default `https://kms.acorn.example`. */
  readonly endpoint?: string
}

export const STATES: Readonly<Record<string, KeyState>> = { on: 'Enabled', off: 'Disabled', doomed: 'PendingDeletion' }

/** A key as Acorn writes it. What does not fit is no reply of Acorn's: the client makes it `InvalidResponse`. */
const keySchema = z.object({
  id: z.string(),
  state: z.string(),
  note: z.optional(z.string()),
  made: z.iso.datetime(),
  doomedUntil: z.optional(z.iso.datetime()),
})

const base64 = z.pipe(
  z.string(),
  z.transform((text: string, context) => {
    const bytes = fromBase64(text)
    if (bytes !== undefined) return bytes
    context.issues.push({ code: 'custom', message: 'is not base64', input: text })
    return z.NEVER
  }),
)

const keyReply = z.object({ key: keySchema })
const listReply = z.object({ keys: z.array(keySchema), next: z.optional(z.string()) })
const sealReply = z.object({ id: z.string(), sealed: base64 })
const openReply = z.object({ id: z.string(), data: base64 })

function metadataOf({ id, state, note, made, doomedUntil }: z.output<typeof keySchema>): KeyMetadata {
  return {
    keyId: id,
    state: STATES[state] ?? 'Unknown',
    providerState: state,
    spec: 'AES_256',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'PROVIDER',
    createdAt: new Date(made),
    description: note,
    ...(doomedUntil !== undefined && { deletionDate: new Date(doomedUntil) }),
  }
}

/** Every call of Acorn's is a POST with JSON. */
function requests(endpoint: string) {
  return (call: string, body: Readonly<Record<string, unknown>>): WireRequest => ({
    method: 'POST',
    url: `${endpoint}/v1/${call}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** A call that names a key and whose reply says nothing. */
function aboutKey(request: ReturnType<typeof requests>, call: string): Codec<{ keyId: string }, { keyId: string }> {
  return {
    encode: ({ keyId }) => request(call, { id: keyId }),
    decode: (_reply, { keyId }) => ({ keyId }),
  }
}

const ONE_KIND = 'Acorn makes one kind of key'
const NO_GRANTS = 'Acorn has no grants'
const NO_DRY_RUN = 'Acorn has no dry run'
const WRONG_KEY = 'another key than keyId made the ciphertext; give that one, or none'

function bindings(request: ReturnType<typeof requests>): Bindings {
  const open: Codec<Input<'decrypt'>, Output<'decrypt'>> = {
    encode: ({ ciphertext, context }) => request('open', { sealed: toBase64(ciphertext), context }),
    decode: (reply) => {
      const { id, data } = openReply.parse(reply)
      return { keyId: id, plaintext: data }
    },
  }
  const had: Partial<Bindings> = {
    createKey: {
      encode: ({ description }) => request('make-key', { note: description }),
      decode: (reply) => metadataOf(keyReply.parse(reply).key),
      refuses: {
        spec: ONE_KIND,
        usage: ONE_KIND,
        origin: 'Acorn imports no key material',
        name: 'Acorn keys have no name',
        idempotencyTag: 'Acorn has no tags',
        tags: 'Acorn has no tags',
        multiRegion: 'Acorn has one region',
        protectionLevel: ONE_KIND,
        policy: 'Acorn has no key policies',
        keyStoreId: ONE_KIND,
      },
    },
    describeKey: {
      encode: ({ keyId }) => request('show-key', { id: keyId }),
      decode: (reply) => metadataOf(keyReply.parse(reply).key),
      refuses: { grantTokens: NO_GRANTS },
    },
    listKeys: {
      encode: ({ limit, cursor }) => request('list-keys', { size: limit, from: cursor }),
      decode: (reply) => {
        const { keys, next } = listReply.parse(reply)
        return { keys: keys.map((key) => ({ keyId: key.id, metadata: metadataOf(key) })), cursor: next }
      },
      refuses: { filter: 'Acorn lists all keys' },
    },
    enableKey: aboutKey(request, 'switch-on'),
    disableKey: aboutKey(request, 'switch-off'),
    cancelKeyDeletion: aboutKey(request, 'keep-key'),
    scheduleKeyDeletion: {
      encode: ({ keyId, pendingDays = 30 }) => request('delete-key', { id: keyId, days: pendingDays }),
      decode: (reply) => {
        const { keyId, state, deletionDate } = metadataOf(keyReply.parse(reply).key)
        return { keyId, state, deletionDate }
      },
    },
    encrypt: {
      encode: ({ keyId, plaintext, context }) => request('seal', { id: keyId, data: toBase64(plaintext), context }),
      decode: (reply) => {
        const { id, sealed } = sealReply.parse(reply)
        return { keyId: id, ciphertext: sealed }
      },
      refuses: { algorithm: ONE_KIND, keyVersionId: ONE_KIND, grantTokens: NO_GRANTS, dryRun: NO_DRY_RUN },
    },
    decrypt: {
      run: async (input, call) => {
        const opened = await call.codec(open, input)
        // Acorn finds the key by itself: whoever named one must not be given what another opened.
        if (input.keyId === undefined || input.keyId === opened.keyId) return opened
        throw new KmsFailure({ code: 'IncorrectKey' }, WRONG_KEY)
      },
      refuses: { algorithm: ONE_KIND, keyVersionId: ONE_KIND, grantTokens: NO_GRANTS, dryRun: NO_DRY_RUN },
    },
  }
  return bindingsOf(had, { unsupported: 'Acorn has no such call', source: `${DOCS}/calls` })
}

const never = (code: ErrorRule['code'], more: Partial<ErrorRule> = {}): ErrorRule => ({
  code,
  retry: 'never',
  source: `${DOCS}/faults`,
  ...more,
})

export const FAULTS: Readonly<Record<string, ErrorRule>> = {
  BAD_REQUEST: never('InvalidInput'),
  NO_KEY: never('KeyNotFound'),
  KEY_OFF: never('InvalidKeyState', { keyState: 'Disabled' }),
  KEY_STATE: never('InvalidKeyState'),
  BAD_SEAL: never('InvalidCiphertext'),
  BAD_SIGNATURE: never('Unauthenticated'),
  // It did nothing, so any call may be sent again; after BROKEN only one that may be made twice.
  SLOW_DOWN: never('Throttled', { retry: 'not-executed' }),
  BROKEN: never('ServiceUnavailable', { retry: 'transient' }),
}

const faultSchema = z.object({ fault: z.string(), text: z.optional(z.string()) })

const toError: Provider['toError'] = ({ status, body }) => {
  try {
    const { fault, text } = faultSchema.parse(JSON.parse(body))
    const rule = FAULTS[fault] ?? never('Unmapped')
    return { ...rule, providerCode: fault, message: text }
  } catch {
    // Not Acorn's envelope: a gateway's page. Only here does the status decide.
    return status >= 500 ? { code: 'ServiceUnavailable', retry: 'transient' } : { code: 'Unmapped', retry: 'never' }
  }
}

const limits: Limits = {
  plaintextBytes: { min: 1, max: 4096, source: `${DOCS}/calls#seal` },
  pendingDays: { min: 7, max: 30, default: 30, source: `${DOCS}/calls#delete-key` },
  pageItems: { min: 1, max: 50, default: 50, source: `${DOCS}/calls#list-keys` },
}

/** Acorn Cloud KMS. */
export function acorn({ accessKey, secret, endpoint = 'https://kms.acorn.example' }: AcornConfig): Provider {
  const request = requests(endpoint)
  return {
    id: 'acorn',
    limits,
    bindings: bindings(request),
    async authenticate(unsigned, { now }) {
      const time = now().toISOString()
      const signed = [unsigned.method, new URL(unsigned.url).pathname, time, unsigned.body].join('\n')
      const signature = createHmac('sha256', secret).update(signed).digest('hex')
      const headers = { ...unsigned.headers, 'x-acorn-time': time, authorization: `Acorn ${accessKey}:${signature}` }
      return { ...unsigned, headers }
    },
    toError,
    requestId: ({ headers }) => headers['x-acorn-request'],
    raw: (call, parameters) => request(call, parameters),
  }
}
