import type { Readable, Writable } from 'node:stream'
import { wantsColor } from './color.ts'

/** Where a command reads and writes: the process's own streams, or a test's. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  /** Are colours wanted on standard output? */
  readonly color: boolean
  /** Sets the code that the process ends with, after what is still to be written is written. */
  exit(code: number): void
}

/** The terminal, or whatever stands in its place, that this process was started from. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  return {
    stdin,
    stdout,
    stderr,
    color: wantsColor(stdout, env),
    exit: (code) => {
      process.exitCode = code
    },
  }
}

/** Resolves when the stream has taken the data, so that nothing is lost when the process ends. */
export function write(stream: Writable, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => (error ? reject(error) : resolve()))
  })
}

// Bytes that a terminal would act on, and the characters that turn the direction of writing.
const ACTED_ON = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** A text from elsewhere as one line that a terminal only shows. */
export function printable(text: string): string {
  return text.replaceAll(ACTED_ON, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}
