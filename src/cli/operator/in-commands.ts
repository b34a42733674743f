import type { Command } from 'commander'
import type { OperationName } from '../../index.ts'
import type { Terminal } from '../terminal.ts'

const doneBy = new WeakMap<Command, readonly OperationName[]>()

/** Says which operations a command is there for. */
export function does(command: Command, operations: readonly OperationName[]): void {
  doneBy.set(command, operations)
}

export function operationsOf(command: Command): readonly OperationName[] {
  return doneBy.get(command) ?? []
}

/** What was given on a command line, and has to be given again with the next command. */
export interface Given {
  readonly cloud: string
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
  readonly iamEndpoint?: string | undefined
  readonly keyId?: string | undefined
}

/** Speaks of operations as of the commands that somebody at a terminal types for them. */
export interface InCommands {
  /** `keys enable`; `undefined` for an operation that no command does. */
  nameOf(operation: string): string | undefined
  /** `polykms keys enable 1234abcd --cloud aws`; `undefined` as above. The key is that of the call, if none is given. */
  lineFor(operation: string, keyId?: string): string | undefined
  /** A text that was written for programs. */
  translate(text: string): string
}

interface Place {
  readonly path: readonly string[]
  readonly command: Command
}

/** Made from the commands themselves, so that it knows each of them, and none that is not there. */
export async function inCommands(terminal: Terminal, given: Given): Promise<InCommands> {
  const places = (await operatorCommands(terminal)).flatMap((command) => leaves(command))
  const found = new Map<string, Place>(
    places.flatMap((place) => operationsOf(place.command).map((operation) => [operation, place] as const)),
  )
  const nameOf = (operation: string) => found.get(operation)?.path.join(' ')
  const lineFor = (operation: string, keyId = given.keyId) => {
    const place = found.get(operation)
    return place === undefined ? undefined : lineOf(place, { ...given, keyId })
  }
  const doctor = ['polykms doctor', given.cloud, ...access(given)].join(' ')
  const translate = (text: string) =>
    text
      .replaceAll(OPERATION, (word) => (found.has(word) ? `"${lineFor(word)}"` : word))
      .replaceAll('"polykms doctor"', `"${doctor}"`)
      .replaceAll(/\biamEndpoint\b/g, '--iam-endpoint')
  return { nameOf, lineFor, translate }
}

/** Names of operations that are no English words: `encrypt` is called so at a terminal, too. */
const OPERATION = /(?<![\w/.:-])[a-z]+[A-Z][A-Za-z]*(?![\w/-])/g

/** Loaded late: each of them needs this file, and hardly any run needs the others. */
async function operatorCommands(terminal: Terminal): Promise<readonly Command[]> {
  const [{ keysCommand }, { encryptionCommands }, { signatureCommands }, { importCommand }] = await Promise.all([
    import('./keys.ts'),
    import('./encryption.ts'),
    import('./signatures.ts'),
    import('./import.ts'),
  ])
  return [
    keysCommand(terminal),
    ...encryptionCommands(terminal),
    ...signatureCommands(terminal),
    importCommand(terminal),
  ]
}

function leaves(command: Command, above: readonly string[] = []): readonly Place[] {
  const path = [...above, command.name()]
  return command.commands.length === 0 ? [{ path, command }] : command.commands.flatMap((one) => leaves(one, path))
}

/** With all that must be given: what is not known stands in capitals. */
function lineOf({ path, command }: Place, given: Given): string {
  const words = command.registeredArguments.flatMap((argument) => {
    if (!argument.required) return []
    if (argument.name() === 'key' && given.keyId !== undefined) return [shellWord(given.keyId)]
    return [`${argument.name().toUpperCase()}${argument.variadic ? '...' : ''}`]
  })
  const options = command.options.flatMap(({ long, mandatory, flags }) => {
    // Data is not typed into a terminal, though that is where it comes from by default.
    const wanted = long === '--in' || (mandatory && long !== '--cloud')
    return wanted ? [flags.replace(/<(.*)>/, (_, value: string) => value.toUpperCase())] : []
  })
  return ['polykms', ...path, ...words, ...options, `--cloud ${given.cloud}`, ...access(given)].join(' ')
}

function access({ region, endpoint, iamEndpoint }: Given): readonly string[] {
  const flags = { '--region': region, '--endpoint': endpoint, '--iam-endpoint': iamEndpoint }
  return Object.entries(flags).flatMap(([flag, value]) => (value ? [`${flag} ${shellWord(value)}`] : []))
}

/** As a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
