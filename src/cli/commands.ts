import { Command } from 'commander'
import { inOurWords } from './refusal.ts'
import type { Terminal } from './terminal.ts'

interface Entry {
  readonly name: string
  readonly summary: string
  load(terminal: Terminal): Promise<Command>
}

const entry = (name: string, summary: string, load: Entry['load']): Entry => ({ name, summary, load })

async function oneOf(commands: Promise<readonly Command[]>, name: string): Promise<Command> {
  const found = (await commands).find((command) => command.name() === name)
  if (found === undefined) throw new Error(`no command is called ${name}`)
  return found
}

const encryption = (name: string, summary: string): Entry =>
  entry(name, summary, (terminal) =>
    oneOf(
      import('./operator/encryption.ts').then(({ encryptionCommands }) => encryptionCommands(terminal)),
      name,
    ),
  )

const signature = (name: string, summary: string): Entry =>
  entry(name, summary, (terminal) =>
    oneOf(
      import('./operator/signatures.ts').then(({ signatureCommands }) => signatureCommands(terminal)),
      name,
    ),
  )

/** Every command of `polykms`, loaded when it is asked for: a command must not wait for the code of the others. */
const entries: readonly Entry[] = [
  entry('keys', 'list, describe, make, enable, disable, tag and delete keys', async (terminal) =>
    (await import('./operator/keys.ts')).keysCommand(terminal),
  ),
  encryption('encrypt', 'encrypt a few kilobytes under a key'),
  encryption('decrypt', 'decrypt what encrypt made'),
  encryption('data-key', 'make a data key'),
  encryption('decrypt-data-key', 'decrypt what data-key made'),
  signature('sign', 'sign a message or its digest'),
  signature('verify', 'check a signature'),
  signature('public-key', 'print the public key of an asymmetric key'),
  entry('import', 'import key material of your own', async (terminal) =>
    (await import('./operator/import.ts')).importCommand(terminal),
  ),
  entry('doctor', 'find out why a cloud cannot be called, and what to do', async (terminal) =>
    (await import('./doctor.ts')).doctorCommand(terminal),
  ),
  entry('completion', 'print a script that completes commands and options in a shell', async (terminal) =>
    (await import('./completion.ts')).completionCommand(terminal),
  ),
  entry('conformance', 'check a KMS against its documented key-state table', async () =>
    (await import('./conformance.ts')).conformanceCommand(),
  ),
  entry('matrix', 'print the key-state × operation tables, with their sources', async () =>
    (await import('./matrix.ts')).matrixCommand(),
  ),
  entry('serve', 'serve the simulated clouds on one port', async () => (await import('./serve.ts')).serveCommand()),
]

/**
 * The program, of which only the wanted command is really there, the others by name and summary.
 *
 * @param wanted - The first word of the command line; `undefined` loads every command.
 */
export async function createProgram(
  terminal: Terminal,
  wanted?: { readonly name: string | undefined },
): Promise<Command> {
  const program = new Command('polykms')
    .description('One client for five key management services: their simulators, their tables, and the proof.')
    .version('0.1.0')
  for (const { name, summary, load } of entries) {
    const isWanted = wanted === undefined || wanted.name === name
    program.addCommand(isWanted ? await load(terminal) : new Command(name).description(summary))
  }
  return onTerminal(program, terminal)
}

/** Lets a wrong command line be an error like any other, which is told and ends the process with the code for it. */
function onTerminal(command: Command, terminal: Terminal): Command {
  for (const one of command.commands) onTerminal(one, terminal)
  const { stdout, stderr, color } = terminal
  return command
    .exitOverride((error) => {
      throw inOurWords(error, command)
    })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // What is thrown is told like any other error.
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns ?? 80,
      getOutHasColors: () => color,
    })
}
