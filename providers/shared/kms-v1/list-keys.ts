import * as z from 'zod/mini'
import { KmsFailure } from '../../../src/errors.ts'
import type { Input, Output } from '../../../src/operations/index.ts'
import type { Codec } from '../../../src/provider.ts'
import { once } from '../once.ts'
import { type Dialect, post } from './dialect.ts'
import { keyDetails, toMetadata } from './key-details.ts'
import { pageFields, pagePosition, wirePage } from './paging.ts'
import { stateNumber, wireWord } from './vocabulary.ts'

const page = once(() =>
  z.object({
    keys: z.array(z.string()),
    key_details: z.nullish(z.array(keyDetails)),
    ...pageFields,
  }),
)

export function listKeys(dialect: Dialect): Codec<Input<'listKeys'>, Output<'listKeys'>> {
  return {
    encode: ({ filter = {}, ...asked }) => {
      for (const name of ['usages', 'origins'] as const) {
        if (filter[name] !== undefined)
          throw unfiltered(name, `this cloud does not filter by ${name}; leave it out and pick from what comes`)
      }
      return post(dialect, 'list-keys', {
        ...wirePage(asked),
        key_state: wireState(filter.states),
        key_spec: wireSpec(dialect, filter.specs),
      })
    },
    decode: (reply) => {
      const { keys, key_details: details, ...rest } = page().parse(reply)
      const metadataOf = new Map((details ?? []).map((detail) => [detail.key_id, toMetadata(detail)]))
      return {
        keys: keys.map((keyId) => {
          const metadata = metadataOf.get(keyId)
          return metadata === undefined ? { keyId } : { keyId, metadata }
        }),
        ...pagePosition(rest),
      }
    },
  }
}

type Filter = NonNullable<Input<'listKeys'>['filter']>

/** The documented filter is one digit, `^[1-5]{1}$`. */
function wireState(states: Filter['states']): string | undefined {
  if (states === undefined) return undefined
  const digits = states.map(stateNumber)
  const [digit] = digits
  if (digits.length === 1 && digit !== undefined && /^[1-5]$/.test(digit)) return digit
  throw unfiltered(
    'states',
    'this cloud filters by one state at a time, of Creating, Enabled, Disabled, PendingDeletion, PendingImport',
  )
}

function wireSpec({ listedSpecs }: Dialect, specs: Filter['specs']): string | undefined {
  // Without a word Huawei Cloud hides every key that is not AES_256.
  if (specs === undefined) return listedSpecs === undefined ? undefined : 'ALL'
  const [spec, second] = specs
  if (listedSpecs === undefined)
    throw unfiltered('specs', 'this cloud does not filter by kind of key; leave it out and pick from what comes')
  if (spec === undefined || second !== undefined)
    throw unfiltered('specs', `this cloud filters by one kind of key at a time, not by ${specs.length}`)
  return wireWord(listedSpecs, spec, 'filter.specs')
}

function unfiltered(name: string, allowed: string): KmsFailure {
  const field = `filter.${name}`
  return new KmsFailure({ code: 'Unsupported', field }, `${field}: ${allowed}`)
}
