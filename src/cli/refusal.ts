import type { Command, CommanderError, Option } from 'commander'
import { UsageError } from './exit.ts'

/**
 * What commander refuses, in our words: what was asked, what was found, what is allowed and what to do. Help and
 * version, which it ends by an error too, stay what they are.
 */
export function inOurWords(error: CommanderError, command: Command): Error {
  const refused = REFUSALS[error.code]
  if (refused === undefined) return error
  const path = pathOf(command)
  const where = path === '' ? '' : `${path}: `
  const help = `"${['polykms', path, '--help'].filter(Boolean).join(' ')}" tells more`
  return new UsageError(`${where}${refused(error.message.replace(/^error: /, ''), command)} (${help})`)
}

/** `keys enable`; empty for the program itself. */
function pathOf(command: Command): string {
  const { parent } = command
  return parent === null ? '' : `${pathOf(parent)} ${command.name()}`.trim()
}

/** By commander's code; it names what it is about in quotes. */
const REFUSALS: Readonly<Record<string, (message: string, command: Command) => string>> = {
  'commander.missingArgument': (message, { registeredArguments }) => {
    const missing = registeredArguments.find((one) => one.name() === named(message))
    return `<${named(message)}> is missing: ${missing?.description ?? ''}${choices(missing?.argChoices)}`
  },
  'commander.missingMandatoryOptionValue': (message, { options }) => {
    const missing = options.find(({ flags }) => flags === named(message))
    return `${named(message)} is missing: ${allowed(missing)}`
  },
  'commander.optionMissingArgument': (message, { options }) => {
    const empty = options.find(({ flags }) => flags === named(message))
    return `${named(message)} has no value: ${allowed(empty)}`
  },
  'commander.unknownOption': (message, { options, commands }) => {
    const known = [...options.map(({ long, flags }) => long ?? flags), '--help'].join(', ')
    const place = commands.length > 0 ? '; other options stand behind the command that they are for' : ''
    return `there is no option "${named(message)}"${meant(message)}; there are ${known}${place}`
  },
  'commander.unknownCommand': (message, { args, commands }) => {
    const known = commands.map((one) => one.name()).join(', ')
    return `there is no command "${args[0] ?? ''}"${meant(message)}; there are ${known}`
  },
  'commander.excessArguments': (_message, { args, registeredArguments }) => {
    const taken = registeredArguments.map((one) => `<${one.name()}>`).join(' ')
    const extra = args.slice(registeredArguments.length).map((word) => `"${word}"`)
    return `${extra.join(' ')} is too much: besides options it takes ${taken || 'nothing'}; a text with blanks needs quotes`
  },
  // These say by themselves what was found and what is allowed.
  'commander.invalidArgument': (message) => message,
  'commander.conflictingOption': (message) => message,
}

function named(message: string): string {
  return /'([^']*)'/.exec(message)?.[1] ?? ''
}

function meant(message: string): string {
  const words = /\(Did you mean (.*)\?\)/.exec(message)?.[1]
  return words === undefined ? '' : `, perhaps ${words}`
}

function allowed(option: Option | undefined): string {
  const variable = option?.envVar === undefined ? '' : `, or set ${option.envVar}`
  return `${option?.description ?? ''}${choices(option?.argChoices)}${variable}`
}

function choices(words: readonly string[] | undefined): string {
  return words === undefined ? '' : `; give one of ${words.join(', ')}`
}
