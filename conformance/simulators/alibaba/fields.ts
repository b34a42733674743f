/** How a parameter is found among the request's and what text it may be: the kit the inputs are declared with. */
import { refusal } from './errors.ts'
import type { Parameters } from './rpc.ts'
import type { Tag } from './types.ts'
import { isTagKey, isTagValue } from './values.ts'

/** Decodes a value; `undefined` means it is not valid. */
export type Parse<T> = (value: string) => T | undefined

/** One declared parameter. */
export interface Field<T = unknown, Needed extends boolean = boolean> {
  readonly needed: Needed
  readonly present: (parameters: Parameters, name: string) => boolean
  readonly read: (parameters: Parameters, name: string) => T | undefined
}

type Optional<T> = { readonly [K in keyof T]?: T[K] }
type Named<Fields, Needed extends boolean> = {
  [K in keyof Fields as Fields[K] extends Field<unknown, Needed> ? K : never]: Fields[K] extends Field<infer T>
    ? Exclude<T, undefined>
    : never
}

/** What a handler gets for a record of fields. */
export type ValuesOf<Fields> = Readonly<Named<Fields, true>> & Optional<Named<Fields, false>>

const isGiven = (parameters: Parameters, name: string): boolean => (parameters.get(name) ?? '') !== ''

const single = <T, Needed extends boolean>(parse: Parse<T>, needed: Needed): Field<T, Needed> => ({
  needed,
  present: isGiven,
  read: (parameters, name) => parse(parameters.get(name) ?? ''),
})

/** Must be there; an empty value is none. */
export const required = <T>(parse: Parse<T>): Field<T, true> => single(parse, true)

export const optional = <T>(parse: Parse<T>): Field<T, false> => single(parse, false)

/** Must be there, though it may be empty. */
export const emptiable = <T>(parse: Parse<T>): Field<T, true> => ({
  ...single(parse, true),
  present: (parameters, name) => parameters.has(name),
})

/** The members of `Name.1`, `Name.2` … up to the first that is missing. */
const membersOf = (parameters: Parameters, name: string, suffix: string): string[] => {
  const members: string[] = []
  for (let place = 1; ; place += 1) {
    const value = parameters.get(`${name}.${place}${suffix}`)
    if (value === undefined) return members
    members.push(value)
  }
}

/** `Name.1=…&Name.2=…`, at most `most` of them. */
export const repeated = <Needed extends boolean>(most: number, needed: Needed): Field<readonly string[], Needed> => ({
  needed,
  present: (parameters, name) => isGiven(parameters, `${name}.1`),
  read: (parameters, name) => {
    const members = membersOf(parameters, name, '')
    return members.length <= most && members.every((member) => member !== '') ? members : undefined
  },
})

/** A tag to look for may name its key alone. */
export type WantedTag = Pick<Tag, 'TagKey'> & Partial<Tag>

/** `Tag.1.Key=…&Tag.1.Value=…`; keys and values have refusals of their own (TagResources). */
export const repeatedTags = <Needed extends boolean>(
  most: number,
  needed: Needed,
): Field<readonly WantedTag[], Needed> => ({
  needed,
  present: (parameters, name) => parameters.has(`${name}.1.Key`),
  read: (parameters, name) => {
    const keys = membersOf(parameters, name, '.Key')
    if (keys.length > most) return undefined
    if (!keys.every(isTagKey)) throw refusal('InvalidParameter.TagKey')
    if (new Set(keys).size < keys.length) throw refusal('Duplicate.TagKey')
    return keys.map((TagKey, index) => {
      const TagValue = parameters.get(`${name}.${index + 1}.Value`)
      if (TagValue === undefined) return { TagKey }
      if (!isTagValue(TagValue)) throw refusal('InvalidParameter.TagValue')
      return { TagKey, TagValue }
    })
  },
})
