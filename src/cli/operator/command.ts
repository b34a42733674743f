import { Argument, Command, type Option } from 'commander'
import { isProviderId, providerFromEnv, providerIds } from '../../../providers/index.ts'
import { createClient, type KmsClient, type OperationName, type Provider } from '../../index.ts'
import { UsageError } from '../exit.ts'
import { type Terminal, write } from '../terminal.ts'
import { confirm } from './confirm.ts'
import { type Output, STANDARD, wouldReplace, writeData } from './data.ts'
import { firstRequest } from './dry-run.ts'
import { does } from './in-commands.ts'
import { type Document, toDocument } from './json.ts'
import { type CommonFlags, commonOptions, overridesOf } from './options.ts'
import { report } from './report.ts'
import { requestIdOf, type Step, shownInput } from './step.ts'
import { list } from './table.ts'

export type Fields = Readonly<Record<string, unknown>>

/** One command of an operator: what it takes, what it does by that, and how the result is shown. */
export interface OperatorCommand<F extends object> {
  readonly name: string
  readonly summary: string
  /** What it is there for: advice that names one of these names the command to people. */
  readonly operations: readonly OperationName[]
  /** In commander's notation: `<key>`, `[key]`, `<pairs...>`. */
  readonly arguments?: readonly (readonly [notation: string, description: string])[]
  readonly options?: readonly Option[]
  /** What is to be done; reads the data it needs. */
  plan(flags: F & CommonFlags, args: readonly string[], terminal: Terminal): Step | Promise<Step>
  /** What to ask before it is done; nothing is asked with `--yes`. */
  question?(step: Step, kms: KmsClient): string | undefined | Promise<string | undefined>
  /** Fields of the result that are data, and where they go. */
  outputs?(flags: F): Readonly<Record<string, Output>>
  /** What people want to see beside the result; machines ask for it themselves. Never rejects. */
  also?(result: Fields, step: Step, kms: KmsClient): Promise<Fields>
  /** For people; by default one line for each field. */
  show?(result: Fields, terminal: Terminal): string
  /** For people, on standard error: what the result does not say by itself. */
  remark?(result: Fields, flags: F & CommonFlags, terminal: Terminal): string | undefined
  /** The exit code of a call that was accepted; 0 by default. */
  exitCode?(result: Fields): number
}

interface Asked {
  readonly json?: true
  readonly dryRun?: true
  readonly yes?: true
  readonly show?: true
}

/** Makes the command of a command line from its description. */
export function operatorCommand<F extends object>(spec: OperatorCommand<F>, terminal: Terminal): Command {
  const command = new Command(spec.name).description(spec.summary)
  for (const [notation, description] of spec.arguments ?? []) command.addArgument(new Argument(notation, description))
  for (const option of [...(spec.options ?? []), ...commonOptions()]) command.addOption(option)
  does(command, spec.operations)
  return command.action(async () => {
    // The boundary to commander: it fills what the options of this very command declare.
    const flags = command.opts() as F & CommonFlags & Asked
    await perform(spec, flags, command.processedArgs.flat().filter(isText), terminal)
  })
}

async function perform<F extends object>(
  spec: OperatorCommand<F>,
  flags: F & CommonFlags & Asked,
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  let kms: KmsClient | undefined
  try {
    const provider = await open(flags)
    kms = createClient(provider)
    const outputs = spec.outputs?.(flags) ?? {}
    refuseTerminal(outputs, flags, terminal)
    const step = await spec.plan(flags, args, terminal)
    if (flags.dryRun) return await tell(provider, step, flags, terminal)
    const question = flags.yes ? undefined : await questionOf(spec, step, kms, outputs)
    if (question !== undefined) await confirm(terminal, question)
    const result = await step.send(kms)
    await deliver(spec, flags, { kms, step, result, outputs }, terminal)
  } catch (error) {
    await report(error, kms, flags, terminal)
  }
}

async function open({ cloud, ...access }: CommonFlags): Promise<Provider> {
  if (!isProviderId(cloud)) throw new UsageError(`--cloud: "${cloud}" is not one of ${providerIds.join(', ')}`)
  return providerFromEnv(cloud, overridesOf(access))
}

/** Before anything is sent: a call whose result can go nowhere must not be made. */
function refuseTerminal(outputs: Readonly<Record<string, Output>>, flags: Asked, terminal: Terminal): void {
  if (terminal.stdout.isTTY !== true || flags.show) return
  for (const [field, { path, format, secret }] of Object.entries(outputs)) {
    if (path !== STANDARD || (!secret && (format !== 'raw' || flags.json))) continue
    const why = secret ? `${field} is secret` : `${field} is binary`
    const ways = secret ? '--out FILE, a pipe, or --show to print it' : '--out FILE, a pipe, or --out-format base64'
    throw new UsageError(`${why}, and standard output is a terminal: take ${ways}`)
  }
}

async function questionOf<F extends object>(
  spec: OperatorCommand<F>,
  step: Step,
  kms: KmsClient,
  outputs: Readonly<Record<string, Output>>,
): Promise<string | undefined> {
  const replaced: string[] = []
  for (const output of Object.values(outputs)) if (await wouldReplace(output)) replaced.push(output.path)
  const own = await spec.question?.(step, kms)
  const both = [own, replaced.length > 0 ? `${replaced.join(' and ')} exists and would be replaced.` : undefined]
  const said = both.filter((one) => one !== undefined)
  return said.length === 0 ? undefined : `${said.join(' ')} Go on?`
}

async function tell(provider: Provider, step: Step, { json }: Asked, terminal: Terminal): Promise<void> {
  const request = await firstRequest(provider, step)
  const { operation, afterwards } = step
  const input = shownInput(step)
  if (json) {
    const planned: Document = { provider: provider.id, operation, dryRun: true, input, request, afterwards }
    return write(terminal.stdout, toDocument(planned))
  }
  const facts = Object.entries(input).map(([name, value]) => [name, textOf(value)] as const)
  const more: [string, string][] = afterwards === undefined ? [] : [['afterwards', afterwards]]
  const head = `${provider.id} would be asked to ${operation} (nothing was sent):\n`
  const first = ['first request', `${request.method} ${request.url}`] as const
  await write(terminal.stdout, head + list([...facts, ...more, first], terminal))
}

interface Delivery {
  readonly kms: KmsClient
  readonly step: Step
  readonly result: Awaited<ReturnType<Step['send']>>
  readonly outputs: Readonly<Record<string, Output>>
}

async function deliver<F extends object>(
  spec: OperatorCommand<F>,
  flags: F & CommonFlags,
  { kms, step, result, outputs }: Delivery,
  terminal: Terminal,
): Promise<void> {
  const { json } = flags
  const shown: Record<string, unknown> = { ...result }
  let dataOnStdout = false
  for (const [field, output] of Object.entries(outputs)) {
    const bytes = shown[field]
    if (!(bytes instanceof Uint8Array) || (json && output.path === STANDARD)) continue
    await writeData(terminal, output, bytes)
    delete shown[field]
    if (output.path === STANDARD) dataOnStdout = true
    else shown[`${field}File`] = output.path
  }
  terminal.exit(spec.exitCode?.(shown) ?? 0)
  if (json) {
    const requestId = requestIdOf(result)
    return write(
      terminal.stdout,
      toDocument({ provider: kms.provider, operation: step.operation, requestId, result: shown }),
    )
  }
  const told = { ...shown, ...(await spec.also?.(shown, step, kms)) }
  if (!dataOnStdout) await write(terminal.stdout, spec.show?.(told, terminal) ?? list(factsOf(told), terminal))
  const remark = spec.remark?.(told, flags, terminal)
  if (remark !== undefined) await write(terminal.stderr, `${remark}\n`)
}

/** The fields of a result that say something, as text. */
export function factsOf(result: Fields): readonly (readonly [string, string])[] {
  return Object.entries(result).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, textOf(value)] as const],
  )
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
