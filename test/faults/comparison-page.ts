import { FAULTS } from './faults.ts'
import { COMPARED, type Comparison, OFFICIAL_CLOUDS, officialName } from './official.ts'
import { COMPARISON, table } from './page.ts'

/** The part that a run tells. */
export function comparisonPage(comparisons: readonly Comparison[]): string {
  const parts = OFFICIAL_CLOUDS.flatMap((cloud) =>
    COMPARED.map((operation) => oneComparison(comparisons, cloud, operation)),
  )
  return `${COMPARISON}

The clouds' own clients of npm with the settings they come with, except for a timeout of the same length where they have
one, called on the same simulators under the same faults. Attempts made, the error that the program gets (nothing: it
succeeded), and keys beyond the one that was asked for.

${parts.join('\n\n')}
`
}

function oneComparison(all: readonly Comparison[], cloud: (typeof OFFICIAL_CLOUDS)[number], operation: string): string {
  const of = (client: Comparison['client'], fault: string) =>
    all.find(
      (one) => one.cloud === cloud && one.operation === operation && one.fault === fault && one.client === client,
    )
  const rows = FAULTS.map(({ id }) => [id, ...cellsOf(of('official', id)), ...cellsOf(of('polykms', id))])
  const head = ['fault', officialName(cloud), '', '', 'polykms', '', '']
  const second = ['', 'attempts', 'error', 'duplicates', 'attempts', 'error', 'duplicates']
  return `### ${cloud}: ${operation}\n\n${table(head, [second, ...rows])}`
}

function cellsOf(one: Comparison | undefined): readonly string[] {
  if (one === undefined) return ['', '', '']
  return [String(one.attempts), one.error ?? '', one.duplicates === 0 ? '' : `**${one.duplicates}**`]
}
