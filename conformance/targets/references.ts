import { redactForms, secretForms } from '../../src/redact.ts'
import type { IdKind } from './vocabulary.ts'

/** Stands where something was that no report may show. */
export const REMOVED = '‹removed›'

/** Ids shorter than this are everywhere by chance. */
const MIN_ID_CHARACTERS = 6

const ARN = /\b(?:arn|acs)(?::[\w*-]*){1,5}(?::[\w+=,.@/-]+)+|\bkms:[\w-]+:\w+:alias:[\w/-]+/g
const UUID = /\b(?:mrk-)?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b/gi
const ACCOUNT = /\b\d{12,}\b/g
/** A long run of letters and digits, as ids, hashes and encoded bytes are, and words are not. */
const TOKEN = /(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{16,}/g
const CONSTANT = /^[A-Z0-9]+(?:_[A-Z0-9]+)+$/

/** The ids and secrets of one case: ids become references that stay the same within the case, secrets become nothing. */
export interface References {
  /** `key#1` for a key's id, `arn:aws:kms:us-east-1:account#1:key/key#1` for its ARN. */
  id(kind: IdKind, value: string): string
  /** The first account that was seen. */
  account(): string | undefined
  /** Remembers what must not be seen anywhere else either. */
  secret(value: string): void
  /** Is an id or a secret that is known by now in the text? */
  hides(text: string): boolean
  /** Text of a server without ids, secrets, and what looks like one. */
  clean(text: string): string
}

export function createReferences(): References {
  const known = new Map<string, string>()
  const counts = new Map<IdKind, number>()
  /** In all their forms: they are looked for in every word of every reply. */
  const secrets: string[] = []
  const seen = new Set<string>()
  let account: string | undefined

  const refer = (kind: IdKind, value: string): string => {
    const before = known.get(value)
    if (before !== undefined) return before
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    if (kind === 'account') account ??= value
    const name = `${kind}#${count}`
    known.set(value, name)
    return name
  }

  const id = (kind: IdKind, value: string): string => {
    if (value === '' || [...known.values()].includes(value)) return value
    const parts = value.split(':')
    const [scheme = ''] = parts
    if (parts.length < 4 || !/^(arn|acs|kms)$/.test(scheme)) return refer(kind, value)
    return parts.map((part, index) => arnPart(parts, part, index, kind)).join(':')
  }

  /** Partition, service and region stay; the account and what the name is of are referred to. */
  const arnPart = (parts: readonly string[], part: string, index: number, kind: IdKind): string => {
    if (part === '' || part === 'root') return part
    if (index < parts.length - 1) {
      return /^\d{6,}$|^[0-9a-f]{32}$/.test(part) ? refer('account', part) : word(part)
    }
    const [, type, name] = /^(key|alias)\/(.+)$/.exec(part) ?? []
    if (type === 'key' && name !== undefined) return `key/${refer('key', name)}`
    if (type === 'alias' || parts.includes('alias')) return refer('alias', part)
    return refer(kind === 'key' ? 'principal' : kind, part)
  }

  const word = (text: string): string => (/^[a-z][a-z0-9-]{0,24}$/.test(text) ? text : REMOVED)

  const hide = (text: string): string => {
    const ids = [...known.entries()].filter(([value]) => value.length >= MIN_ID_CHARACTERS)
    const longestFirst = ids.sort(([a], [b]) => b.length - a.length)
    return longestFirst.reduce((left, [value, name]) => left.replaceAll(value, name), redactForms(text, secrets))
  }

  return {
    id,
    account: () => account,
    hides: (text) => hide(text) !== text,
    clean: (text) =>
      hide(text.replace(ARN, (arn) => id('key', arn)))
        .replace(UUID, REMOVED)
        .replace(ACCOUNT, REMOVED)
        .replace(TOKEN, (token) => (CONSTANT.test(token) ? token : REMOVED)),
    secret: (value) => {
      if (seen.has(value)) return
      seen.add(value)
      const bytes = bytesOf(value)
      secrets.push(...secretForms(value), ...(bytes === undefined ? [] : secretForms(bytes)))
    },
  }
}

/** What a secret is the encoding of: an echo may be in another one. */
function bytesOf(value: string): Uint8Array | undefined {
  if (/^([0-9a-f]{2}){4,}$/i.test(value)) return Buffer.from(value, 'hex')
  if (/^[\w+/-]{6,}={0,2}$/.test(value)) return Buffer.from(value, 'base64')
  return undefined
}
