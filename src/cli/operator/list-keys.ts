import { type Command, Option } from 'commander'
import {
  type Input,
  isKmsError,
  KEY_ORIGINS,
  KEY_SPECS,
  KEY_STATES,
  KEY_USAGES,
  type KeyMetadata,
  type KmsClient,
  type Output,
} from '../../index.ts'
import type { Terminal } from '../terminal.ts'
import { type Fields, operatorCommand } from './command.ts'
import { wholeNumber, word } from './options.ts'
import { type Step, withRequestId } from './step.ts'
import { type Column, layOut, paintState } from './table.ts'

type Filter = NonNullable<Input<'listKeys'>['filter']>
type Listed = Output<'listKeys'>['keys'][number]

const PARTS = ['states', 'specs', 'usages', 'origins'] as const

interface PageBy {
  readonly page: Awaited<ReturnType<KmsClient['listKeys']>>
  /** What the cloud filtered by. */
  readonly filter: Filter | undefined
}

interface ListFlags {
  readonly state?: NonNullable<Filter['states']>[number]
  readonly spec?: NonNullable<Filter['specs']>[number]
  readonly usage?: NonNullable<Filter['usages']>[number]
  readonly origin?: NonNullable<Filter['origins']>[number]
  readonly max?: number
  readonly details?: true
}

/** `polykms keys list`: every page of it. */
export function listCommand(terminal: Terminal): Command {
  return operatorCommand<ListFlags>(
    {
      name: 'list',
      summary: 'list keys; what the cloud leaves out of a list, --details asks for',
      operations: ['listKeys'],
      options: [
        word('--state <state>', 'only keys in this state', KEY_STATES),
        word('--spec <spec>', 'only keys of this kind', KEY_SPECS),
        word('--usage <usage>', 'only keys for this', KEY_USAGES),
        word('--origin <origin>', 'only keys whose material comes from there', KEY_ORIGINS),
        wholeNumber('--max <keys>', 'stop after so many keys', 1),
        new Option('--details', 'describe each key: one more call for each'),
      ],
      plan: ({ max, details, ...flags }) => {
        const filter = filterOf(flags)
        const input = filter === undefined ? {} : { filter }
        const send: Step['send'] = (kms) => listAll(kms, filter, max, details === true)
        return { operation: 'listKeys', input, send, ...afterwards(filter, details) }
      },
      show: ({ keys }, shownOn) => {
        const rows = listed(keys).map(rowOf)
        return rows.length === 0 ? '' : layOut(COLUMNS, rows, shownOn)
      },
      remark,
    },
    terminal,
  )
}

function filterOf({ state, spec, usage, origin }: ListFlags): Filter | undefined {
  const filter: Filter = {
    ...(state && { states: [state] }),
    ...(spec && { specs: [spec] }),
    ...(usage && { usages: [usage] }),
    ...(origin && { origins: [origin] }),
  }
  return Object.keys(filter).length === 0 ? undefined : filter
}

function afterwards(filter: Filter | undefined, details: true | undefined): Pick<Step, 'afterwards'> {
  if (details) return { afterwards: 'describeKey of each key' }
  return filter === undefined
    ? {}
    : { afterwards: 'describeKey of each key, if the cloud cannot filter its list by that' }
}

function remark({ keys }: Fields, flags: ListFlags, { stdout }: Terminal): string | undefined {
  const found = listed(keys)
  if (found.length === 0) {
    return filterOf(flags) === undefined
      ? 'there are no keys here: in another region or account there may be some'
      : 'there are no such keys here: without the filter there may be others'
  }
  const isBare = found.every(({ metadata }) => metadata === undefined)
  // In a pipe the ids alone are what is wanted.
  return isBare && stdout.isTTY
    ? 'this cloud lists ids only: --details asks for the rest, one more call for each key'
    : undefined
}

async function listAll(kms: KmsClient, wanted: Filter | undefined, max = Number.POSITIVE_INFINITY, details: boolean) {
  const keys: Listed[] = []
  let there = wanted
  let cursor: string | undefined
  let requestId: string | undefined
  do {
    const { page, filter } = await pageBy(kms, there, cursor)
    there = filter
    for (const key of page.keys) {
      if (keys.length === max) break
      const isFiltered = there === wanted
      const known = details || !isFiltered ? await described(kms, key) : key
      if (isFiltered || fits(known.metadata, wanted)) keys.push(known)
    }
    requestId = page.requestId
    // A page that points to itself would be asked for for ever.
    cursor = page.cursor === cursor ? undefined : page.cursor
  } while (cursor !== undefined && keys.length < max)
  return withRequestId({ keys }, requestId)
}

/** One page, by as much of the filter as the cloud takes: the rest is left to the caller. */
async function pageBy(kms: KmsClient, filter: Filter | undefined, cursor: string | undefined): Promise<PageBy> {
  try {
    return { page: await kms.listKeys({ filter, cursor }), filter }
  } catch (error) {
    if (filter === undefined || !isKmsError(error) || error.code !== 'Unsupported') throw error
    return pageBy(kms, without(filter, error.field), cursor)
  }
}

/** A filter without the part that was refused: nothing is left of one that was refused as a whole. */
function without(filter: Filter, field: string | undefined): Filter | undefined {
  const given = PARTS.filter((part) => filter[part] !== undefined)
  const refused = given.find((part) => field === `filter.${part}`)
  return refused === undefined || given.length === 1 ? undefined : { ...filter, [refused]: undefined }
}

async function described(kms: KmsClient, key: Listed): Promise<Listed> {
  return key.metadata === undefined ? { ...key, metadata: { ...(await kms.describeKey({ keyId: key.keyId })) } } : key
}

function fits(key: KeyMetadata | undefined, { states, specs, usages, origins }: Filter = {}): boolean {
  const within = (words: readonly string[] | undefined, word: string) => words === undefined || words.includes(word)
  return (
    key !== undefined &&
    within(states, key.state) &&
    within(specs, key.spec) &&
    within(usages, key.usage) &&
    within(origins, key.origin)
  )
}

const COLUMNS: readonly Column[] = [
  { title: 'KEY' },
  { title: 'STATE', paint: paintState },
  { title: 'SPEC' },
  { title: 'USAGE', shrinks: true },
  { title: 'ORIGIN' },
  { title: 'CREATED' },
  { title: 'NAME', shrinks: true },
  { title: 'DESCRIPTION', shrinks: true },
]

/** The boundary to a result whose fields are known only by name here. */
function listed(keys: unknown): readonly Listed[] {
  return keys as readonly Listed[] // what listAll gave
}

function rowOf({ keyId, metadata }: Listed): readonly string[] {
  const { state, spec, usage, origin, createdAt, name, description }: Partial<KeyMetadata> = metadata ?? {}
  const day = createdAt?.toISOString().slice(0, 10)
  return [keyId, state, spec, usage, origin, day, name, description].map((cell) => cell ?? '')
}
