import { CommanderError } from 'commander'
import { isKmsError, type KmsClient, type KmsError } from '../../index.ts'
import { EXIT_ENGINE, EXIT_REFUSED, UsageError } from '../exit.ts'
import { printable, type Terminal, write } from '../terminal.ts'
import { advise, adviseInCommands } from './explain.ts'
import { type InCommands, inCommands } from './in-commands.ts'
import { toDocument } from './json.ts'
import type { CommonFlags } from './options.ts'

/** Says what went wrong and what to do, and sets the exit code. */
export async function report(
  error: unknown,
  kms: KmsClient | undefined,
  flags: CommonFlags,
  terminal: Terminal,
): Promise<void> {
  if (!isKmsError(error)) {
    if (!(error instanceof UsageError || error instanceof CommanderError)) throw error
    terminal.exit(EXIT_ENGINE)
    const { name, message } = error
    if (flags.json) return write(terminal.stdout, toDocument({ error: { name, message } }))
    return write(terminal.stderr, `polykms: ${message}\n`)
  }
  terminal.exit(exitCodeOf(error))
  if (flags.json) {
    const advice = kms === undefined ? { hints: [] } : await advise(kms, error)
    const { provider, operation, requestId } = error
    return write(terminal.stdout, toDocument({ provider, operation, requestId, error: error.toJSON(), advice }))
  }
  const words = await inCommands(terminal, { ...flags, keyId: error.keyId })
  const hints = kms === undefined ? [notConfigured(flags, words)] : await adviseInCommands(kms, error, words)
  const request = error.requestId === undefined ? '' : ` [request ${error.requestId}]`
  const lines = [`polykms: ${messageOf(error, words)}${request}`, ...hints.map((hint) => `  ${hint}`)]
  await write(terminal.stderr, lines.map((line) => `${printable(line)}\n`).join(''))
}

/** A message begins with what was asked, by its name; what follows may be advice. */
function messageOf({ provider, operation, message }: KmsError, { translate }: InCommands): string {
  const head = `${provider} ${operation}`
  return message.startsWith(head) ? head + translate(message.slice(head.length)) : translate(message)
}

/** Without a client: the environment, or an option in its place, does not say how to call. */
function notConfigured({ cloud }: CommonFlags, { translate }: InCommands): string {
  return translate(`Once that is set, "polykms doctor" tells what else ${cloud} needs.`)
}

const UNANSWERED = ['Network', 'Timeout', 'Aborted', 'InvalidResponse']

function exitCodeOf({ attempts, code }: KmsError): number {
  if (code === 'DryRunSucceeded') return 0
  return attempts === 0 || UNANSWERED.includes(code) ? EXIT_ENGINE : EXIT_REFUSED
}
