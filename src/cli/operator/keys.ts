import { Command, Option } from 'commander'
import {
  type Input,
  KEY_ORIGINS,
  KEY_SPECS,
  KEY_USAGES,
  type KmsClient,
  type OperationName,
  PROTECTION_LEVELS,
} from '../../index.ts'
import type { Terminal } from '../terminal.ts'
import { type Fields, type OperatorCommand, operatorCommand } from './command.ts'
import { readData } from './data.ts'
import { listCommand } from './list-keys.ts'
import { addPair, pairs, wholeNumber, word, yes } from './options.ts'
import { type Step, step, withRequestId } from './step.ts'
import { list } from './table.ts'

export const KEY = ['<key>', 'key id, ARN or alias; "polykms keys list" shows the ids there are'] as const

type CreateFlags = Pick<
  Input<'createKey'>,
  'spec' | 'usage' | 'origin' | 'description' | 'name' | 'multiRegion' | 'protectionLevel'
> & {
  readonly tag?: Readonly<Record<string, string>>
  readonly policyFile?: string
  readonly keyStore?: string
}

/** Operations that take a key and nothing else. */
type KeyOperation = {
  [K in OperationName]: { readonly keyId: string } extends Input<K> ? K : never
}[OperationName]

/** `polykms keys …`: the life of keys. */
export function keysCommand(terminal: Terminal): Command {
  const commands = [
    listCommand(terminal),
    onKey('describe', 'describeKey', 'show what the cloud says of a key', terminal),
    createCommand(terminal),
    onKey('enable', 'enableKey', 'make a disabled key usable again', terminal, { also: stateNow }),
    onKey('disable', 'disableKey', 'make a key unusable until it is enabled again', terminal, {
      options: [yes()],
      question: about((key) => `Disable ${key}? Whatever uses it will fail until it is enabled again.`),
      also: stateNow,
    }),
    scheduleCommand(terminal),
    onKey('cancel-deletion', 'cancelKeyDeletion', 'take a scheduled deletion back', terminal, { also: stateNow }),
    ...tagCommands(terminal),
  ]
  const keys = new Command('keys').description('list, describe, make, enable, disable, tag and delete keys')
  for (const command of commands) keys.addCommand(command)
  return keys
}

function onKey(
  name: string,
  operation: KeyOperation,
  summary: string,
  terminal: Terminal,
  more: Pick<OperatorCommand<object>, 'options' | 'question' | 'also'> = {},
): Command {
  const plan = (_flags: object, [keyId = '']: readonly string[]): Step => step(operation, { keyId })
  return operatorCommand({ name, summary, operations: [operation], arguments: [KEY], plan, ...more }, terminal)
}

const keyIdOf = ({ input }: Step): string => String(input['keyId'])

/** Not every cloud says in its reply what has become of the key. */
async function stateNow({ state }: Fields, planned: Step, kms: KmsClient): Promise<Fields> {
  if (state !== undefined) return {}
  const key = await kms.describeKey({ keyId: keyIdOf(planned) }).catch(() => undefined)
  return key === undefined ? {} : { state: key.state }
}

/** A question that says which key it is about, as far as the caller may know. */
export function about(question: (key: string, step: Step, kms: KmsClient) => string) {
  return async (planned: Step, kms: KmsClient): Promise<string> => {
    const keyId = keyIdOf(planned)
    const key = await kms.describeKey({ keyId }).catch(() => undefined)
    const facts = key === undefined ? [] : [key.keyId, key.name, key.description, key.state]
    const said = facts.filter((fact) => fact !== undefined && fact !== '' && fact !== keyId)
    return question(said.length === 0 ? keyId : `${keyId} (${said.join(', ')})`, planned, kms)
  }
}

function createCommand(terminal: Terminal): Command {
  return operatorCommand<CreateFlags>(
    {
      name: 'create',
      summary: 'make a key',
      operations: ['createKey'],
      options: [
        word('--spec <spec>', 'kind of key; default: symmetric', KEY_SPECS),
        word('--usage <usage>', 'what it is for; default: encryption', KEY_USAGES),
        word('--origin <origin>', 'where its material comes from; default: the cloud', KEY_ORIGINS),
        new Option('--description <text>', 'for people'),
        new Option('--name <name>', 'unique name (Huawei, OTC; made up if absent)'),
        pairs('--tag <name=value>', 'a tag'),
        new Option('--multi-region', 'a key that can be replicated to other regions'),
        word('--protection-level <level>', 'where its material is kept', PROTECTION_LEVELS),
        new Option('--policy-file <file>', 'key policy, a JSON document; - is standard input'),
        new Option('--key-store <id>', 'custom key store, KMS instance or dedicated HSM'),
      ],
      plan: async (flags, _args, from) => {
        const { spec, usage, origin, description, name, multiRegion, protectionLevel, tag: tags } = flags
        const { policyFile, keyStore: keyStoreId } = flags
        const policy =
          policyFile === undefined ? undefined : Buffer.from(await readData(from, policyFile)).toString('utf8')
        const rest = { description, name, tags, multiRegion, protectionLevel, policy, keyStoreId }
        return step('createKey', { spec, usage, origin, ...rest })
      },
    },
    terminal,
  )
}

function scheduleCommand(terminal: Terminal): Command {
  return operatorCommand<{ readonly days?: number }>(
    {
      name: 'schedule-deletion',
      summary: 'delete a key after a waiting period, in which it cannot be used',
      operations: ['scheduleKeyDeletion'],
      arguments: [KEY],
      options: [wholeNumber('--days <days>', 'waiting period; default 30'), yes()],
      plan: ({ days: pendingDays }, [keyId = '']) => step('scheduleKeyDeletion', { keyId, pendingDays }),
      question: about((key, { input }) => {
        const days = String(input['pendingDays'] ?? 30)
        return `Delete ${key} in ${days} days? It cannot be used from now on, and what it encrypted is lost then.`
      }),
      also: stateNow,
    },
    terminal,
  )
}

function tagCommands(terminal: Terminal): readonly Command[] {
  return [
    operatorCommand(
      {
        name: 'tag',
        summary: 'set tags of a key, and show those it has then',
        operations: ['tagKey'],
        arguments: [KEY, ['<pairs...>', 'tags as name=value']],
        plan: (_flags, [keyId = '', ...texts]) => step('tagKey', { keyId, tags: texts.reduce(addPair, {}) }),
        also: tagsNow,
        ...showsTags,
      },
      terminal,
    ),
    operatorCommand(
      {
        name: 'untag',
        summary: 'remove tags of a key, and show those it has then',
        operations: ['untagKey'],
        arguments: [KEY, ['<names...>', 'names of tags']],
        plan: (_flags, [keyId = '', ...tagKeys]) => step('untagKey', { keyId, tagKeys }),
        also: tagsNow,
        ...showsTags,
      },
      terminal,
    ),
    operatorCommand(
      {
        name: 'tags',
        summary: 'list the tags of a key',
        operations: ['listKeyTags'],
        arguments: [KEY],
        plan: (_flags, [keyId = '']) => ({
          operation: 'listKeyTags',
          input: { keyId },
          send: (kms) => allTags(kms, keyId),
        }),
        ...showsTags,
      },
      terminal,
    ),
  ]
}

const showsTags: Pick<OperatorCommand<object>, 'show' | 'remark'> = {
  show: ({ tags }, shownOn) => list(entriesOf(tags), shownOn),
  remark: ({ tags }) => {
    if (tags === undefined) return 'done; the tags that the key has now cannot be read'
    return entriesOf(tags).length === 0 ? 'the key has no tags' : undefined
  },
}

async function tagsNow(_result: Fields, planned: Step, kms: KmsClient): Promise<Fields> {
  return { tags: (await allTags(kms, keyIdOf(planned)).catch(() => undefined))?.tags }
}

async function allTags(kms: KmsClient, keyId: string) {
  let tags: Readonly<Record<string, string>> = {}
  let cursor: string | undefined
  for (;;) {
    const page = await kms.listKeyTags({ keyId, ...(cursor !== undefined && { cursor }) })
    tags = { ...tags, ...page.tags }
    if (page.cursor === undefined || page.cursor === cursor) {
      return withRequestId({ tags }, page.requestId)
    }
    cursor = page.cursor
  }
}

function entriesOf(tags: unknown): readonly (readonly [string, string])[] {
  return Object.entries(Object(tags)).map(([name, value]) => [name, String(value)])
}
