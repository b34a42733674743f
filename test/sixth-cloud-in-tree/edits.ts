/** Lines that a file of the tree gets more. */
export interface Edit {
  readonly file: string
  /** Where: at a line, or at the end of the list that a line opens. The line is known by how it begins. */
  readonly at: readonly ['above' | 'below' | 'end of', line: string]
  readonly lines: readonly string[]
}

/** The text with an edit made. */
export function edited(text: string, { file, at: [where, start], lines }: Edit): string {
  const before = text.split('\n')
  const found = before.findIndex((line) => line.startsWith(start))
  const end = where === 'end of' ? before.findIndex((line, index) => index > found && line.startsWith('}')) : found
  if (found < 0 || end < 0) throw new Error(`${file} has no line that begins with ${start}`)
  return before.toSpliced(where === 'below' ? end + 1 : end, 0, ...lines).join('\n')
}

/** Everything that Acorn needs in files that are there: what the guide's table says, and nothing else. */
export const edits: readonly Edit[] = [
  {
    file: 'providers/index.ts',
    at: ['end of', 'const loaders'],
    lines: ["  acorn: async (overrides: EnvOverrides) => (await import('./acorn/index.ts')).fromEnv(overrides),"],
  },
  {
    file: 'package.json',
    at: ['above', '    "./simulators": {'],
    lines: [
      '    "./acorn": {',
      '      "types": "./dist/providers/acorn/index.d.ts",',
      '      "default": "./dist/providers/acorn/index.js"',
      '    },',
    ],
  },
  {
    file: 'conformance/simulators/index.ts',
    at: ['above', 'import { type AlibabaSimulator, type AlibabaSimulatorOptions'],
    lines: ["import { createAcornSimulator } from './acorn/index.ts'"],
  },
  {
    file: 'conformance/simulators/index.ts',
    at: ['above', 'export type {'],
    lines: ["export { type AcornPutKeyInput, type AcornSimulator, createAcornSimulator } from './acorn/index.ts'"],
  },
  {
    file: 'conformance/simulators/index.ts',
    at: ['end of', 'const factories'],
    lines: ['  acorn: createAcornSimulator,'],
  },
  {
    file: 'conformance/matrix/index.ts',
    at: ['above', 'import { alibabaCells }'],
    lines: ["import { acornCells } from './acorn.ts'"],
  },
  { file: 'conformance/matrix/index.ts', at: ['end of', 'const cellsByCloud'], lines: ['  acorn: acornCells,'] },
  {
    file: 'conformance/matrix/sources.ts',
    at: ['end of', 'export const sources'],
    lines: [
      "  'acorn-states': {",
      "    title: 'Acorn Cloud KMS: Key states and calls',",
      "    address: 'https://docs.acorn.example/kms/states',",
      "    kind: 'documentation',",
      '  },',
    ],
  },
  {
    file: 'conformance/behaviours/promises/index.ts',
    at: ['above', 'import { alibabaPromises }'],
    lines: ["import { acornPromises } from './acorn.ts'"],
  },
  {
    file: 'conformance/behaviours/promises/index.ts',
    at: ['end of', 'export const promises'],
    lines: ['  acorn: acornPromises,'],
  },
  {
    file: 'conformance/targets/local.ts',
    at: ['end of', 'const localClouds'],
    lines: [
      '  acorn: {',
      "    regions: ['one', 'two'],",
      '    provider: async ({ endpoint, secret = TEST_SECRET }) => {',
      "      const { acorn } = await import('../../providers/acorn/index.ts')",
      '      return acorn({ accessKey: TEST_KEY, secret, ...(endpoint !== undefined && { endpoint }) })',
      '    },',
      '  },',
    ],
  },
  {
    file: 'scripts/clouds.ts',
    at: ['above', 'import { errorTable as alibabaErrors }'],
    lines: ["import { FAULTS, STATES } from '../providers/acorn/provider.ts'"],
  },
  {
    file: 'scripts/clouds.ts',
    at: ['end of', 'export const clouds'],
    lines: ["  acorn: { name: 'Acorn', errors: FAULTS, states: STATES },"],
  },
  {
    file: 'test/support/providers.ts',
    at: ['above', 'import { alibaba }'],
    lines: ["import { acorn } from '../../providers/acorn/index.ts'"],
  },
  {
    file: 'test/support/providers.ts',
    at: ['end of', 'export const providers'],
    lines: ['  acorn: ({ key, secret } = NOBODY) => acorn({ accessKey: key, secret }),'],
  },
  {
    file: 'test/support/cloud-env.ts',
    at: ['end of', 'const environments'],
    lines: ["  acorn: () => ({ region: 'one', env: { ACORN_ACCESS_KEY: 'test', ACORN_SECRET: 'test' } }),"],
  },
  {
    file: 'README.md',
    at: ['below', '| [Quilibrium Q-KMS]'],
    lines: ['| [Acorn Cloud KMS](docs/clouds/acorn.md) | `acorn` | yes | yes | 27 cells |'],
  },
  { file: 'docs/README.md', at: ['above', '  [AWS]'], lines: ['  [Acorn](clouds/acorn.md),'] },
  {
    file: 'CHANGELOG.md',
    at: ['above', '- Add simulators of these clouds'],
    lines: ['- Add Acorn Cloud KMS (`polykms/acorn`), which does not exist'],
  },
]
