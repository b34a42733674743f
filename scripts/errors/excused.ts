/** Places whose message nothing provokes here, each with the reason; an entry that covers no such place is a mistake. */
export interface Excuse {
  readonly path: RegExp
  /** Some words of the message; absent: every message of the place. */
  readonly words?: string
  readonly reason: string
}

const INVARIANT = 'a bug of polykms: no input leads there'
const HIDDEN = 'never shown: of a reply only the place that is wrong is told, as a reply may hold plaintext'

export const excused: readonly Excuse[] = [
  {
    path: /^conformance\/(scenarios|behaviours)\//,
    reason: 'the reason beside a verdict, shown in the report of a run',
  },
  {
    path: /^(conformance\/live|src\/cli\/conformance)\//,
    reason: 'said of runs on a real account, which no script begins',
  },
  { path: /^src\/cli\/conformance\.ts$/, words: '--propose', reason: 'said of runs on a real account, as above' },
  { path: /^conformance\/report\/recorded\.ts$/, reason: 'said of what a run on a real account recorded' },
  {
    path: /^conformance\/known\.ts$/,
    words: 'no case is named',
    reason: 'needs a whole plan; test/unit/conformance/known.test.ts',
  },
  {
    path: /^conformance\/known\.ts$/,
    words: 'is named twice',
    reason: 'test/unit/conformance/known.test.ts provokes it',
  },
  { path: /^conformance\/matrix\/expand\.ts$/, reason: 'a slip in a table of the matrix, which ends every run' },
  {
    path: /^conformance\/report\/result\.ts$/,
    words: 'suite, the network',
    reason: 'what a verdict means; stands in the report',
  },
  { path: /^conformance\/report\/result\.ts$/, reason: INVARIANT },
  {
    path: /^conformance\/simulators\/shared\/(crypto\/|http\.ts|json\.ts|store\.ts|table\.ts)/,
    reason: INVARIANT,
  },
  {
    path: /^conformance\/simulators\/shared\/data-file\//,
    reason: 'of files that are damaged or cannot be written; test/unit/simulators/data-file.test.ts provokes them',
  },
  { path: /^conformance\/simulators\/control-surface\.ts$/, reason: 'a reply of the control surface, with its status' },
  { path: /^conformance\/targets\/client\.ts$/, reason: INVARIANT },
  { path: /^conformance\/targets\/in-process\.ts$/, reason: 'needs a fault that was planted in a simulator' },
  { path: /^conformance\/targets\/login\.ts$/, reason: 'needs a login service that is broken' },
  { path: /^conformance\/targets\/vocabulary\.ts$/, reason: 'no message, but names of fields of replies' },
  { path: /^src\/cli\/conformance\.ts$/, words: 'needs the package msw', reason: 'needs an installation without msw' },
  { path: /^src\/cli\/commands\.ts$/, words: 'no command is called', reason: INVARIANT },
  { path: /^src\/cli\/(doctor|operator\/command)\.ts$/, reason: 'commander refuses such a cloud first' },
  { path: /^src\/cli\/operator\/dry-run\.ts$/, reason: 'no operation of any cloud sends nothing' },
  { path: /^src\/diagnose\.ts$/, reason: 'never shown: it stops a rehearsal' },
  { path: /^src\/provider\.ts$/, words: 'no binding', reason: INVARIANT },
  {
    path: /^providers\/(alibaba\/reply|shared\/aws-json\/(reply|signing)|shared\/kms-v1\/signing|huawei\/data-key-pair|huawei\/re-encrypt)\.ts$/,
    reason: HIDDEN,
  },
  { path: /^providers\/alibaba\/sm2-digest\.ts$/, words: 'built without SM3', reason: 'needs a Node.js without SM3' },
  { path: /^providers\/shared\/kms-v1\/grant\.ts$/, reason: 'the table of operations refuses it first' },
]
