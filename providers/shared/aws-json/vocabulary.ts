import { KmsFailure } from '../../../src/errors.ts'

/** The cloud's words for ours, both ways. */
export interface Vocabulary<T extends string> {
  /** Refuses, naming the field, what the cloud has no word for. */
  write(value: T, field: string): string
  /** `UNKNOWN` for a word of the cloud that is in no table, or for none. */
  read(word: string | undefined): T | 'UNKNOWN'
}

/**
 * @param words - The cloud's word for each of ours that it has.
 * @param synonyms - Further words of the cloud that mean one of ours, only ever read.
 */
export function vocabulary<T extends string>(
  ours: readonly T[],
  words: { readonly [V in T]?: string },
  synonyms: Readonly<Record<string, T>> = {},
): Vocabulary<T> {
  return build(ours, (value) => words[value], synonyms)
}

/** A vocabulary whose words are ours. */
export function sameWords<T extends string>(ours: readonly T[]): Vocabulary<T> {
  const known = new Set<T>(ours)
  return build(ours, (value) => (known.has(value) ? value : undefined), {})
}

function build<T extends string>(
  ours: readonly T[],
  wordFor: (value: T) => string | undefined,
  synonyms: Readonly<Record<string, T>>,
): Vocabulary<T> {
  const meanings = new Map<string, T>(Object.entries<T>(synonyms))
  for (const value of ours) {
    const word = wordFor(value)
    if (word !== undefined) meanings.set(word, value)
  }
  return {
    write(value, field) {
      const word = wordFor(value)
      if (word !== undefined) return word
      const known = [...new Set(meanings.values())].join(', ')
      throw new KmsFailure({ code: 'Unsupported', field }, `${field}: ${value} does not exist here; there are ${known}`)
    },
    read: (word) => (word === undefined ? 'UNKNOWN' : (meanings.get(word) ?? 'UNKNOWN')),
  }
}
