import { Command } from 'commander'
import { matrix } from '../../../conformance/index.ts'
import { type Estimate, estimate, priceless } from '../../../conformance/live/index.ts'
import { createSimulator, type SimulatedCloud } from '../../../conformance/simulators/index.ts'
import { createSimulatorTarget } from '../../../conformance/targets/simulator.ts'
import { cloudsOf, type LiveFlags, rateOf, withLiveOptions } from './live-options.ts'

interface PlanFlags extends LiveFlags {
  readonly filter?: string
  readonly json?: true
}

/** `polykms conformance plan`: what a live run is going to make, call, last and cost. Nothing leaves this machine. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('keys, calls, minutes and money of a live run, per cloud; sends nothing')
    .option('--cloud <clouds>', 'clouds, with commas, or all', 'all')
    .option('--filter <text>', 'only cases whose id or title contains this')
    .option('--json', 'as JSON')
    .action(async (flags: PlanFlags) => {
      const estimates: Estimate[] = []
      for (const cloud of cloudsOf(flags)) estimates.push(await rehearse(cloud, flags.filter, rateOf(flags)))
      process.stdout.write(flags.json ? `${JSON.stringify(estimates, undefined, 2)}\n` : tableOf(estimates))
    })
  return withLiveOptions(command)
}

/** The run itself, on a simulator in this process. */
export async function rehearse(
  cloud: SimulatedCloud,
  filter: string | undefined,
  maxRps: number | undefined,
): Promise<Estimate> {
  const simulator = createSimulator(cloud)
  const rehearsal = await createSimulatorTarget({ cloud, via: 'direct', simulator })
  return estimate({ rehearsal, calls: simulator.calls, matrix: matrix([cloud]), filter, maxRps })
}

export function tableOf(estimates: readonly Estimate[]): string {
  const rows = estimates.map(({ cloud, cases, keys, calls, minutes, money }) => [
    cloud,
    String(cases),
    String(keys),
    String(calls),
    minutes < 1 ? '< 1' : String(Math.ceil(minutes)),
    money === undefined ? 'unknown' : `${money.price.currency} ${atMost(money.amount)}`,
  ])
  const lines = [['cloud', 'cases', 'keys', 'calls', 'minutes', 'money, at most'], ...rows]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length))) ?? []
  const laid = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${[...laid, '', ...estimates.map(sourceOf)].join('\n')}\n`
}

function atMost(amount: number): string {
  return (Math.ceil(amount * 100) / 100).toFixed(2)
}

function sourceOf({ cloud, money }: Estimate): string {
  if (money === undefined) return `${cloud}: price unknown; ${priceless[cloud] ?? 'no source'}`
  const { source, readOn, note } = money.price
  return `${cloud}: ${source}, read on ${readOn}${note === undefined ? '' : `; ${note}`}`
}
