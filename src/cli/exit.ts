import { CommanderError } from 'commander'
import type { Terminal } from './terminal.ts'

/** The target deviates from its documents. */
export const EXIT_DEVIATES = 1
/** The cloud answered, and refused; or a signature does not fit. */
export const EXIT_REFUSED = 1
/** The run itself could not be done as asked. */
export const EXIT_ENGINE = 2

/** A wrong command line or missing part, told to the user without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Ends the process with the engine's exit code, after what is still to be written is written. */
export function fail(error: unknown, terminal: Terminal): void {
  // What is left of commander's are help and version: shown, and no errors when they were asked for.
  const told = error instanceof CommanderError
  if (!told) terminal.stderr.write(`polykms: ${error instanceof Error ? error.message : String(error)}\n`)
  terminal.exit(told && error.exitCode === 0 ? 0 : EXIT_ENGINE)
}
