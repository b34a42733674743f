import { Argument, Command, Option } from 'commander'
import { isProviderId, providerFromEnv, providerIds } from '../../providers/index.ts'
import { adviceFor, type Check, createClient, diagnose, isKmsError, type KmsClient, operationNames } from '../index.ts'
import { EXIT_REFUSED, UsageError } from './exit.ts'
import { printable, type Terminal, write } from './terminal.ts'

interface DoctorFlags {
  readonly region?: string
  readonly endpoint?: string
  readonly key?: string
  readonly permissions?: true
  readonly json?: true
}

/** `polykms doctor <cloud>`: why a cloud cannot be called from here. */
export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .description('find out why a cloud cannot be called from here, and what to do; changes nothing')
    .addArgument(new Argument('<cloud>', 'whose service to look at').choices(providerIds))
    .addOption(
      new Option('--region <region>', "region; default: as the cloud's own tools have it from the environment"),
    )
    .addOption(new Option('--endpoint <url>', "address of the service; default: the region's own"))
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

async function examine(cloud: string, flags: DoctorFlags, terminal: Terminal): Promise<void> {
  const checks: Check[] = []
  for await (const check of checksOf(cloud, flags)) {
    checks.push(check)
    if (!flags.json) await write(terminal.stdout, line(check, terminal))
  }
  const ok = checks.every(({ outcome }) => outcome !== 'failed')
  if (flags.json) await write(terminal.stdout, `${JSON.stringify({ provider: cloud, ok, checks }, undefined, 2)}\n`)
  else await write(terminal.stdout, ok ? `${cloud} can be called from here\n` : `${cloud} cannot be called as it is\n`)
  terminal.exit(ok ? 0 : EXIT_REFUSED)
}

async function* checksOf(cloud: string, { region, endpoint, key, permissions }: DoctorFlags): AsyncGenerator<Check> {
  if (!isProviderId(cloud)) throw new UsageError(`there is no cloud "${cloud}"; there are ${providerIds.join(', ')}`)
  const name = 'configuration'
  try {
    const provider = await providerFromEnv(cloud, { ...(region && { region }), ...(endpoint && { endpoint }) })
    yield { name, outcome: 'ok', found: 'what the environment gives can be used' }
    let wellSoFar = true
    for await (const check of diagnose(provider, { keyId: key })) {
      wellSoFar &&= check.outcome !== 'failed'
      yield check
    }
    if (permissions && wellSoFar) yield await allPermissions(createClient(provider))
  } catch (error) {
    if (!isKmsError(error)) throw error
    const advice = 'Set what the message names; docs/clouds lists the variables that each cloud reads.'
    yield { name: error.field ?? name, outcome: 'failed', found: error.message, advice }
  }
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

function line({ name, outcome, found, advice }: Check, { color }: Terminal): string {
  const mark = outcome.padEnd('skipped'.length)
  const painted = color ? `\u001b[${COLORS[outcome]}m${mark}\u001b[0m` : mark
  const indent = ' '.repeat(mark.length + NAME_WIDTH + 4)
  const more = advice === undefined ? '' : `${indent}${printable(advice)}\n`
  return `${painted}  ${name.padEnd(NAME_WIDTH)}  ${printable(found)}\n${more}`
}
