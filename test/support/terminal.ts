import { Readable, Writable } from 'node:stream'
import { createProgram } from '../../src/cli/commands.ts'
import { fail } from '../../src/cli/exit.ts'

export interface Typed {
  /** What comes in by standard input. */
  readonly stdin?: string | Uint8Array
  /** Standard input and output are a terminal this wide. */
  readonly columns?: number
  readonly color?: boolean
}

export interface Printed {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs a command line in this process, on a terminal that is not there. */
export async function runOnTerminal(args: readonly string[], typed: Typed = {}): Promise<Printed> {
  const { stdin = '', columns, color = false } = typed
  const isTTY = columns !== undefined
  let code = 0
  const out = collector()
  const err = collector()
  const terminal = {
    stdin: Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY }),
    stdout: Object.assign(out.stream, { isTTY, ...(isTTY && { columns }) }),
    stderr: Object.assign(err.stream, { isTTY }),
    color,
    exit: (given: number) => {
      code = given
    },
  }
  try {
    const program = await createProgram(terminal, { name: args[0] })
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    fail(error, terminal)
  }
  return { code, stdout: out.bytes(), stderr: err.bytes().toString() }
}

function collector() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, bytes: () => Buffer.concat(chunks) }
}
