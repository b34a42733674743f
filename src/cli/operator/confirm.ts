import { createInterface } from 'node:readline/promises'
import { UsageError } from '../exit.ts'
import { printable, type Terminal } from '../terminal.ts'

/** Asks before something that cannot simply be taken back; throws unless the answer is yes. */
export async function confirm(terminal: Terminal, question: string): Promise<void> {
  if (terminal.stdin.isTTY !== true) {
    throw new UsageError(`${printable(question)} Nobody can be asked, as standard input is no terminal: add --yes`)
  }
  const lines = createInterface({ input: terminal.stdin, output: terminal.stderr, terminal: false })
  try {
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    const answer = await Promise.race([lines.question(`${printable(question)} [yes/no] `), closed])
    if (/^\s*y(es)?\s*$/i.test(answer)) return
  } finally {
    lines.close()
  }
  throw new UsageError('not confirmed: nothing was changed')
}
