import {
  BASE_DELAY_MS,
  DEFAULT_RETRIES,
  MAX_DELAY_MS,
  RETRY_COST,
  RETRY_TOKENS,
  THROTTLE_DELAY_MS,
  TRANSIENT_RETRY_COST,
} from '../../src/retry.ts'
import { DEFAULT_DEADLINE_MS, DEFAULT_TIMEOUT_MS } from '../../src/settings.ts'
import { expectedOf, FAULT_CLOUDS, type FaultCloud } from './cells.ts'
import { FAULTS } from './faults.ts'
import type { Subject } from './subjects.ts'
import { mark } from './text.ts'

/** Where the part begins that only a run can tell. */
export const COMPARISON = '## The official clients under the same faults'

type Supported = (cloud: string, subject: Subject) => boolean

/** docs/reliability.md but for the comparison: rules and matrix, which a run has to confirm cell by cell. */
export function rulesPage(subjects: readonly Subject[], supported: Supported): string {
  return `# Reliability

<!-- Written by \`npm run test:faults -- --write\`: do not edit. -->

What becomes of a call when something fails on its way. Every operation is called under every fault below, on every
cloud, through real sockets against the simulators; what is expected is data (\`test/faults/cells.ts\`), and
\`npm run test:faults\` fails if one cell comes out otherwise. Afterwards the simulator's state is compared with the state
before and with the state after one undisturbed call: the effect must be there exactly as often as stated, so that no
retry makes a second key, alias, grant or rotation.

## What is tried again

${retryRules()}

## The faults

Each strikes the first request of the operation's own action and then never again, except for the clock, which stays wrong.

${table(
  ['fault', 'what happens', 'what a caller can know', 'code of a call that is not made again'],
  FAULTS.map(({ id, title, tells, code }) => [id, title, KNOWN[tells], `\`${code}\``]),
)}

## Every operation under every fault

- \`1\`, \`2\`: succeeded, at that attempt
- \`✗\`: failed at the first attempt and was not made again, with the code above (\`Unauthenticated\` for expired
  credentials on Q-KMS, which has no code for them)
- \`✗0\`, \`✗1\`: the same of a call that changes something; the effect is there no times, or once, and the error has
  \`ambiguous: true\` where the fault leaves that open

Operations whose rows are equal share one. What a cloud does not have is refused before anything is sent.

${FAULT_CLOUDS.map((cloud) => matrixOf(cloud, subjects, supported)).join('\n\n')}
`
}

const KNOWN = {
  'nothing-done': 'the service did nothing',
  curable: 'the service did nothing; the cause can be removed',
  unclear: 'it may have happened',
} as const

function retryRules(): string {
  return `A call that the service certainly did not act on is made again whatever it does. A call that it may have acted on is
made again only if a second request is as good as one ([008](decisions/008-ambiguous-calls.md)); otherwise it fails at
once with \`ambiguous: true\`. Wrong clocks and expired credentials are put right once per call. An unclear \`createKey\` is
settled by a unique name or a one-time tag ([010](decisions/010-one-time-tag.md)).

${table(
  ['setting', 'value', 'where'],
  [
    ['attempts after the first', String(DEFAULT_RETRIES), '`retries` of client or call; `0` sends once'],
    [
      'ceiling of the first wait',
      `${BASE_DELAY_MS} ms`,
      'doubles with every attempt; the wait is random below it (full jitter)',
    ],
    ['the same after throttling', `${THROTTLE_DELAY_MS} ms`, 'the quota needs time to refill'],
    ['longest single wait', `${MAX_DELAY_MS / 1000} s`, 'also of a `Retry-After`, which is waited for at least'],
    ['one attempt', `${DEFAULT_TIMEOUT_MS / 1000} s`, '`timeoutMs`; credentials and reply body included'],
    ['the whole call', `${DEFAULT_DEADLINE_MS / 1000} s`, '`deadlineMs`; credentials, queueing and retries included'],
    [
      'retry budget of a client',
      `${RETRY_TOKENS} tokens`,
      `a retry costs ${RETRY_COST}, an unclear one ${TRANSIENT_RETRY_COST}; every success earns 1`,
    ],
  ],
)}`
}

function matrixOf(cloud: FaultCloud, subjects: readonly Subject[], supported: Supported): string {
  const groups = new Map<string, Subject[]>()
  for (const subject of subjects) {
    if (!supported(cloud, subject)) continue
    const row = FAULTS.map((fault) => mark(expectedOf(cloud, subject, fault))).join('|')
    groups.set(row, [...(groups.get(row) ?? []), subject])
  }
  const rows = [...groups].map(([row, members]) => [members.map(named).join(', '), ...row.split('|')])
  return `### ${cloud}\n\n${table(['operation', ...FAULTS.map(({ id }) => id)], rows)}`
}

function named(subject: Subject): string {
  const [operation, ...rest] = subject.split(' ')
  return [`\`${operation}\``, ...rest].join(' ')
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
