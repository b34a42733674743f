import type { Command } from 'commander'

/** What can be written at one place of a command line. */
export interface Place {
  /** The words that lead here: empty for the program itself. */
  readonly path: readonly string[]
  readonly commands: readonly { readonly name: string; readonly summary: string }[]
  readonly options: readonly OptionWord[]
  /** Words that the first argument may be. */
  readonly words: readonly string[]
}

export interface OptionWord {
  readonly flag: string
  readonly summary: string
  /** Does a value follow? */
  readonly takesValue: boolean
  /** What it may be; empty: anything, a file perhaps. */
  readonly choices: readonly string[]
}

/** Every place of a program, the program itself first. */
export function placesOf(command: Command, path: readonly string[] = []): readonly Place[] {
  const here: Place = {
    path,
    commands: command.commands.map((one) => ({ name: one.name(), summary: one.description() })),
    options: [
      ...command.options.map(({ long, short, description, required, optional, argChoices }) => ({
        flag: long ?? short ?? '',
        summary: description,
        takesValue: required || optional,
        choices: argChoices ?? [],
      })),
      { flag: '--help', summary: 'show help', takesValue: false, choices: [] },
    ],
    words: command.registeredArguments[0]?.argChoices ?? [],
  }
  return [here, ...command.commands.flatMap((one) => placesOf(one, [...path, one.name()]))]
}
