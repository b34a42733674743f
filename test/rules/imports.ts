import { posix } from 'node:path'
import ts from 'typescript'
import { type SourceFile, walk } from './source-tree.ts'

/** One import of one file, whatever its syntax. */
interface Import {
  readonly from: string
  /** For a relative import: the path from the root. */
  readonly file?: string
  readonly package?: string
  readonly kind: 'value' | 'type' | 'lazy'
}

/** Every import, re-export, `import()`, `require()` and `import('…').Type` of a file. */
export function importsOf({ path, tree }: SourceFile): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, kind: Import['kind']) => {
    // What is put together at run time cannot be checked: it counts as a package that nobody may import.
    const text = specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : '(computed)'
    const target = text.startsWith('.') ? { file: posix.join(posix.dirname(path), text) } : { package: text }
    found.push({ from: path, ...target, kind })
  }
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'value')
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value')
    } else if (ts.isImportTypeNode(node)) {
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument, 'type')
    } else if (ts.isCallExpression(node) && isLoader(node.expression)) {
      add(node.arguments[0], 'lazy')
    }
  })
  return found
}

function isLoader(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

/** Something that a part of the tree may import. */
interface Allowed {
  /** Paths from the root; those in the importer's own folder of the zone begin with `(own)/`. */
  readonly file?: RegExp
  readonly package?: RegExp
  /** Default: any kind. */
  readonly kinds?: readonly Import['kind'][]
  /** The one file that may. Default: every file of the zone. */
  readonly only?: string
}

interface Zone {
  readonly rule: string
  /** A file belongs to the first zone whose pattern fits; the group, if there is one, is its own folder. */
  readonly files: RegExp
  readonly allow: readonly Allowed[]
}

const NODE = { package: /^node:/ }
const ZOD = { package: /^zod$/ }
/** What a client carries of zod: classic zod's schemas have every method that there is, three times as much code. */
const ZOD_MINI = { package: /^zod\/(mini|locales|v4\/core)$/ }
const OWN = { file: /^\(own\)/ }

/** What a provider is written against: the driver contract, its vocabulary and its errors; never the pipeline. */
const CONTRACT = { file: /^src\/(provider|errors|key-state|limits|wire|bytes|parse|operations\/[a-z-]+)\.ts$/ }

/** Who may import whom. What stands nowhere here is forbidden, packages included. */
const ZONES: readonly Zone[] = [
  {
    rule: 'the command line imports public faces only',
    files: /^src\/cli\//,
    allow: [
      NODE,
      { package: /^commander$/ },
      { file: /^src\/(cli\/|index\.ts$)/ },
      { file: /^conformance\/live\/index\.ts$/ },
      { file: /^providers\/index\.ts$/ },
      { file: /^conformance\/[a-z-]+\.ts$/ },
      { file: /^conformance\/(report|targets)\/[a-z-]+\.ts$/ },
      { file: /^conformance\/simulators\/(index|serve)\.ts$/ },
    ],
  },
  {
    rule: 'the core knows no cloud',
    files: /^src\//,
    allow: [
      NODE,
      ZOD_MINI,
      { file: /^src\/(?!cli\/)/ },
      { package: /^axios\/dist\/browser\/axios\.cjs$/, only: 'src/axios.cjs' },
      { package: /^axios$/, only: 'src/axios.d.cts' },
      { package: /^(https?-proxy-agent|proxy-from-env)$/, only: 'src/proxy.ts' },
    ],
  },
  {
    rule: 'the list of providers loads each one when it is asked for',
    files: /^providers\/index\.ts$/,
    allow: [CONTRACT, { file: /^providers\/(?!shared)[a-z]+\/index\.ts$/, kinds: ['lazy', 'type'] }],
  },
  {
    rule: 'what providers share knows the contract and no cloud',
    files: /^(providers\/shared\/)/,
    allow: [NODE, ZOD_MINI, CONTRACT, OWN, { package: /^@aws-sdk\/signature-v4$/, only: 'providers/shared/sigv4.ts' }],
  },
  {
    rule: 'a provider imports no other cloud, no HTTP library and nothing of the suite',
    files: /^(providers\/[a-z]+\/)/,
    allow: [NODE, ZOD_MINI, CONTRACT, OWN, { file: /^providers\/shared\// }],
  },
  {
    rule: 'the matrix is data',
    files: /^(conformance\/matrix\/)/,
    allow: [OWN, { file: /^src\/(?!cli\/)/, kinds: ['type'] }],
  },
  {
    rule: 'what simulators share knows no cloud',
    files: /^(conformance\/simulators\/shared\/)/,
    allow: [NODE, OWN],
  },
  {
    rule: 'the doors of the simulators lead to simulators only',
    files: /^(conformance\/simulators\/)[a-z-]+\.ts$/,
    allow: [NODE, OWN, { package: /^msw$/, only: 'conformance/simulators/msw.ts' }],
  },
  {
    rule: 'the Quilibrium simulator builds on that of AWS, whose dialect it speaks',
    files: /^(conformance\/simulators\/quilibrium\/)/,
    allow: [NODE, OWN, { file: /^conformance\/simulators\/(shared|aws)\// }],
  },
  {
    rule: 'a simulator shares nothing with what it tests',
    files: /^(conformance\/simulators\/[a-z]+\/)/,
    allow: [NODE, OWN, { file: /^conformance\/simulators\/shared\// }],
  },
  {
    rule: 'targets join client and simulator and read no expectation',
    files: /^(conformance\/targets\/)/,
    allow: [
      NODE,
      OWN,
      { file: /^src\/(?!cli\/)/ },
      { file: /^providers\// },
      { file: /^conformance\/(simulators\/|target\.ts$)/ },
      { package: /^msw\/node$/ },
    ],
  },
  {
    rule: 'a report is made from the result alone',
    files: /^(conformance\/report\/)/,
    allow: [NODE, ZOD, OWN],
  },
  {
    rule: 'the suite sees a cloud through the client only',
    files: /^conformance\//,
    allow: [
      NODE,
      { file: /^src\/index\.ts$/ },
      { file: /^conformance\/(?!simulators\/|targets\/|report\/)/ },
      { file: /^conformance\/report\/result\.ts$/ },
      { ...ZOD, only: 'conformance/known.ts' },
    ],
  },
  {
    rule: 'examples import the package by its name',
    files: /^examples\//,
    allow: [NODE, { package: /^@?[a-z0-9-]+(\/|$)/ }],
  },
]

/** The imports that the zones forbid, each as a sentence. */
export function forbiddenImports(sources: readonly SourceFile[]): string[] {
  return sources.flatMap((source) => {
    const zone = ZONES.find(({ files }) => files.test(source.path))
    if (zone === undefined) return [`${source.path} belongs to no zone`]
    const folder = zone.files.exec(source.path)?.[1]
    return importsOf(source)
      .filter((one) => !zone.allow.some((allowed) => permits(allowed, one, folder)))
      .map((one) => `${one.from} imports ${one.file ?? one.package} (${one.kind}): ${zone.rule}`)
  })
}

function permits(allowed: Allowed, given: Import, folder: string | undefined): boolean {
  if (allowed.only !== undefined && allowed.only !== given.from) return false
  if (allowed.kinds !== undefined && !allowed.kinds.includes(given.kind)) return false
  if (given.package !== undefined) return allowed.package?.test(given.package) ?? false
  if (given.file === undefined || allowed.file === undefined) return false
  const inOwn = folder !== undefined && given.file.startsWith(folder)
  return allowed.file.test(given.file) || (inOwn && allowed.file.test('(own)'))
}
