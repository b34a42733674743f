import type { Random } from '../../shared/random.ts'
import type { Handlers } from '../call.ts'
import { refusal } from '../errors.ts'
import { REGIONS } from '../hosts.ts'
import type { Input } from '../inputs.ts'

type ServiceAction = 'DescribeRegions' | 'DescribeAccountKmsStatus' | 'OpenKmsService' | 'GetRandomPassword'

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz'
const UPPERCASE = LOWERCASE.toUpperCase()
const NUMBERS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const DEFAULT_PASSWORD_LENGTH = 32

/** Uniform: bytes that would favour the first members are drawn again. */
const pick = (random: Random, characters: string): string => {
  const usable = 256 - (256 % characters.length)
  for (;;) {
    const [byte = 256] = random.bytes(1)
    if (byte < usable) return characters.charAt(byte % characters.length)
  }
}

/** The kinds of characters a password may have, without those excluded one by one. */
const kindsOf = (input: Input<'GetRandomPassword'>): readonly string[] => {
  const excluded = new Set(input.ExcludeCharacters ?? '')
  const kinds = [
    input.ExcludeLowercase === true ? '' : LOWERCASE,
    input.ExcludeUppercase === true ? '' : UPPERCASE,
    input.ExcludeNumbers === true ? '' : NUMBERS,
    input.ExcludePunctuation === true ? '' : PUNCTUATION,
  ]
  return kinds.map((kind) => [...kind].filter((char) => !excluded.has(char)).join('')).filter((kind) => kind !== '')
}

const includesEach = (password: string, kinds: readonly string[]): boolean =>
  kinds.every((kind) => [...kind].some((char) => password.includes(char)))

export const service: Handlers<ServiceAction> = {
  DescribeRegions: () => ({ Regions: { Region: REGIONS.map((RegionId) => ({ RegionId })) } }),

  DescribeAccountKmsStatus: () => ({ AccountStatus: 'Enabled' }),

  OpenKmsService: () => {
    throw refusal('Forbidden.Opened')
  },

  GetRandomPassword: (call, input) => {
    const kinds = kindsOf(input)
    if (kinds.length === 0) throw refusal('InvalidParameter')
    const length = input.PasswordLength ?? DEFAULT_PASSWORD_LENGTH
    for (;;) {
      const password = Array.from({ length }, () => pick(call.random, kinds.join(''))).join('')
      if (input.RequireEachIncludedType === false || includesEach(password, kinds)) return { RandomPassword: password }
    }
  },
}
