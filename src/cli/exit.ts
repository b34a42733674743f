/** The target deviates from its documents. */
export const EXIT_DEVIATES = 1
/** The run itself could not be done as asked. */
export const EXIT_ENGINE = 2

/** A wrong command line or missing part, told to the user without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Ends the process with the engine's exit code, after what is still to be written is written. */
export function fail(error: unknown): void {
  process.stderr.write(`polykms: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = EXIT_ENGINE
}
