import type { PutKeyInput } from '../aws/put-key.ts'
import type { KeyState } from '../aws/types.ts'
import { ORIGINS, SPECS, USAGES } from './words.ts'

/** A word of Q-KMS as AWS's engine has it; any other as it is. */
const translate = (words: Readonly<Record<string, string>>, word: string): string =>
  Object.hasOwn(words, word) ? (words[word] ?? word) : word

const STATES: readonly KeyState[] = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
]

/** States are told in any letter case, since Q-KMS's own pages do not agree on one. */
const stateNamed = (word: string): string => {
  const letters = word.toUpperCase().replaceAll('_', '')
  return STATES.find((state) => state.toUpperCase() === letters) ?? word
}

/** Nothing of these is in Q-KMS: no custom key stores, no Chinese or post-quantum algorithms, no imported keys but symmetric ones. */
const checkExistence = ({ spec = 'SYMMETRIC_DEFAULT', origin }: PutKeyInput): void => {
  if (/^(?:SM2|ML_DSA_)/.test(spec)) throw new TypeError(`Q-KMS has no key spec ${spec}`)
  if (origin === undefined || origin === 'PROVIDER' || origin === 'QKMS' || origin === 'AWS_KMS') return
  if (origin !== 'EXTERNAL') throw new TypeError(`Q-KMS has no key origin ${origin} (QKMS, AWS_KMS, EXTERNAL)`)
  if (spec !== 'SYMMETRIC_DEFAULT' && spec !== 'AES_256')
    throw new TypeError(`Q-KMS imports symmetric keys only, not ${spec}`)
}

/** What control asks for, in the words of AWS's engine. */
export const inAwsWords = (input: PutKeyInput): PutKeyInput => {
  checkExistence(input)
  const state = stateNamed(input.state ?? 'Enabled')
  // There are no custom key stores here: a key that is unavailable is one of the service's own.
  const origin = input.origin ?? (state === 'Unavailable' ? 'QKMS' : undefined)
  return {
    ...input,
    state,
    ...(input.spec !== undefined && { spec: translate(SPECS, input.spec) }),
    ...(input.usage !== undefined && { usage: translate(USAGES, input.usage) }),
    ...(origin !== undefined && { origin: translate(ORIGINS, origin) }),
  }
}
