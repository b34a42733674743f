import { Argument, Command, Option } from 'commander'
import type { Step } from '../../conformance/atlas.ts'
import { isProviderId, providerFromEnv, providerIds } from '../../providers/index.ts'
import {
  adviceFor,
  type Check,
  createClient,
  diagnose,
  isKmsError,
  type KeyState,
  type KmsClient,
  operationNames,
} from '../index.ts'
import { EXIT_REFUSED, UsageError } from './exit.ts'
import { retold } from './operator/advice.ts'
import { commandable, wayInCommands } from './operator/explain.ts'
import { type InCommands, inCommands } from './operator/in-commands.ts'
import { type AccessFlags, accessOptions, overridesOf } from './operator/options.ts'
import { printable, type Terminal, write } from './terminal.ts'

interface DoctorFlags extends AccessFlags {
  readonly key?: string
  readonly permissions?: true
  readonly json?: true
}

/** `polykms doctor <cloud>`: why a cloud cannot be called from here. */
export function doctorCommand(terminal: Terminal): Command {
  const command = new Command('doctor')
    .description('find out why a cloud cannot be called from here, and what to do; changes nothing')
    .addArgument(new Argument('<cloud>', 'whose service to look at').choices(providerIds))
  for (const option of accessOptions()) command.addOption(option)
  return command
    .addOption(new Option('--key <key>', 'a key whose use is checked, too: by dry runs, where the cloud has them'))
    .addOption(
      new Option(
        '--permissions',
        'try every operation on a key that does not exist: some 40 calls, which change nothing',
      ),
    )
    .addOption(new Option('--json', 'print one JSON document, for machines'))
    .action((cloud: string, flags: DoctorFlags) => examine(cloud, flags, terminal))
}

/** A check, and the way out of what it found, if that is the state of a key. */
interface Finding {
  readonly check: Check
  readonly way?: { readonly from: KeyState; readonly steps: readonly Step[]; readonly keyId: string }
}

async function examine(cloud: string, flags: DoctorFlags, terminal: Terminal): Promise<void> {
  const checks: Check[] = []
  const words = await inCommands(terminal, { ...flags, cloud, keyId: flags.key })
  for await (const finding of findings(cloud, flags)) {
    checks.push(finding.check)
    if (!flags.json) await write(terminal.stdout, shown(finding, words, terminal))
  }
  const ok = checks.every(({ outcome }) => outcome !== 'failed')
  if (flags.json) await write(terminal.stdout, `${JSON.stringify({ provider: cloud, ok, checks }, undefined, 2)}\n`)
  else await write(terminal.stdout, ok ? `${cloud} can be called from here\n` : `${cloud} cannot be called as it is\n`)
  terminal.exit(ok ? 0 : EXIT_REFUSED)
}

async function* findings(cloud: string, flags: DoctorFlags): AsyncGenerator<Finding> {
  if (!isProviderId(cloud)) throw new UsageError(`there is no cloud "${cloud}"; there are ${providerIds.join(', ')}`)
  const name = 'configuration'
  try {
    const provider = await providerFromEnv(cloud, overridesOf(flags))
    yield { check: { name, outcome: 'ok', found: 'what the environment gives can be used' } }
    const kms = createClient(provider)
    let wellSoFar = true
    for await (const check of diagnose(provider, { keyId: flags.key })) {
      wellSoFar &&= check.outcome !== 'failed'
      yield check.name === 'key' && check.outcome !== 'ok' ? await withWayOut(check, kms, flags.key) : { check }
    }
    if (flags.permissions && wellSoFar) yield { check: await allPermissions(kms) }
  } catch (error) {
    if (!isKmsError(error)) throw error
    const advice = 'Set or correct what the message names, then run "polykms doctor" again: it goes on from there.'
    yield { check: { name: error.field ?? name, outcome: 'failed', found: error.message, advice } }
  }
}

/** Beside the state in which a key cannot be used, the shortest way to one in which it can. */
async function withWayOut(check: Check, kms: KmsClient, keyId = ''): Promise<Finding> {
  const { describeWay, isMatrixCloud, planTransition } = await import('../../conformance/atlas.ts')
  const key = await kms.describeKey({ keyId }).catch(() => undefined)
  if (key === undefined || !isMatrixCloud(kms.provider)) return { check }
  const origin = key.origin === 'EXTERNAL' ? 'EXTERNAL' : 'PROVIDER'
  const steps = planTransition(kms.provider, key.state, 'Enabled', { origin })
  if (steps === undefined || steps.length === 0) return { check }
  const advice = `The shortest way: ${describeWay(key.state, steps)}`
  return { check: { ...check, advice }, way: { from: key.state, steps, keyId: commandable(keyId, key) } }
}

async function allPermissions(kms: KmsClient): Promise<Check> {
  const { refusedOperations } = await import('../../conformance/live/index.ts')
  const name = 'permissions'
  const had = operationNames.filter((operation) => kms.supports(operation))
  const refused = await refusedOperations(kms, had)
  if (refused.length === 0) return { name, outcome: 'ok', found: `none of ${had.length} operations is denied` }
  const [advice] = adviceFor('AccessDenied')
  // Nobody needs every permission: which of these are missed, only the reader knows.
  return { name, outcome: 'warning', found: `denied are ${refused.join(', ')}`, ...(advice && { advice }) }
}

const COLORS = { ok: 32, warning: 33, failed: 31, skipped: 2 } as const
const NAME_WIDTH = 'may generateDataKey'.length

/** A check as people see it: what it advises in commands. */
function shown({ check, way }: Finding, words: InCommands, { color }: Terminal): string {
  const { name, outcome, found, advice } = check
  const mark = outcome.padEnd('skipped'.length)
  const painted = color ? `\u001b[${COLORS[outcome]}m${mark}\u001b[0m` : mark
  const indent = ' '.repeat(mark.length + NAME_WIDTH + 4)
  const general = advice === undefined ? [] : [words.translate(retold(advice))]
  const more = way === undefined ? general : wayInCommands(way.from, way.steps, words, way.keyId)
  const lines = [
    `${painted}  ${name.padEnd(NAME_WIDTH)}  ${printable(found)}`,
    ...more.map((one) => indent + printable(one)),
  ]
  return `${lines.join('\n')}\n`
}
