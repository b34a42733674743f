import { type Command, Option } from 'commander'
import {
  type Input,
  KEY_ORIGINS,
  KEY_SPECS,
  KEY_STATES,
  KEY_USAGES,
  type KeyMetadata,
  type KmsClient,
  type Output,
} from '../../index.ts'
import type { Terminal } from '../terminal.ts'
import { operatorCommand } from './command.ts'
import { wholeNumber, word } from './options.ts'
import { type Step, withRequestId } from './step.ts'
import { type Column, layOut, paintState } from './table.ts'

type Filter = NonNullable<Input<'listKeys'>['filter']>
type Listed = Output<'listKeys'>['keys'][number]

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
  const ifPossible = 'where the cloud can filter'
  return operatorCommand<ListFlags>(
    {
      name: 'list',
      summary: 'list keys; what the cloud leaves out of a list, --details asks for',
      operations: ['listKeys'],
      options: [
        word('--state <state>', `only keys in this state, ${ifPossible}`, KEY_STATES),
        word('--spec <spec>', `only keys of this kind, ${ifPossible}`, KEY_SPECS),
        word('--usage <usage>', `only keys for this, ${ifPossible}`, KEY_USAGES),
        word('--origin <origin>', `only keys whose material comes from there, ${ifPossible}`, KEY_ORIGINS),
        wholeNumber('--max <keys>', 'stop after so many keys', 1),
        new Option('--details', 'describe each key: one more call for each'),
      ],
      plan: ({ state, spec, usage, origin, max, details }) => {
        const filter: Filter = {
          ...(state && { states: [state] }),
          ...(spec && { specs: [spec] }),
          ...(usage && { usages: [usage] }),
          ...(origin && { origins: [origin] }),
        }
        const input = Object.keys(filter).length === 0 ? {} : { filter }
        const send: Step['send'] = (kms) => listAll(kms, input, max, details === true)
        return { operation: 'listKeys', input, send, ...(details && { afterwards: 'describeKey of each key' }) }
      },
      show: ({ keys }, shownOn) => layOut(COLUMNS, listed(keys).map(rowOf), shownOn),
    },
    terminal,
  )
}

async function listAll(kms: KmsClient, input: Input<'listKeys'>, max = Number.POSITIVE_INFINITY, details: boolean) {
  const keys: Listed[] = []
  let cursor: string | undefined
  let requestId: string | undefined
  do {
    const page = await kms.listKeys({ ...input, ...(cursor !== undefined && { cursor }) })
    keys.push(...page.keys)
    requestId = page.requestId
    // A page that points to itself would be asked for for ever.
    cursor = page.cursor === cursor ? undefined : page.cursor
  } while (cursor !== undefined && keys.length < max)
  const wanted = keys.slice(0, max)
  const described: Listed[] = []
  for (const key of wanted) {
    const metadata = key.metadata ?? (details ? { ...(await kms.describeKey({ keyId: key.keyId })) } : undefined)
    described.push(metadata === undefined ? key : { ...key, metadata })
  }
  return withRequestId({ keys: described }, requestId)
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
