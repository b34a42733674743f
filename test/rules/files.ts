import ts from 'typescript'
import { lineOf, type SourceFile, walk } from './source-tree.ts'

export const MAX_LINES = 300
/** The matrix is data; the client's interface has one documented method per operation. */
const LONG = /^(conformance\/matrix\/|src\/client\.ts$)/

/** Folders whose code is published. */
const PUBLISHED = /^(src|providers|conformance)\//
/** It is run, not imported. */
const PROGRAM = /^(src\/cli\/main\.ts|conformance\/[a-z]+\/page\/|scripts\/|examples\/|test\/)/

type Check = (source: SourceFile) => string[]

/** Each rule about single files, with what it says of a file that breaks it. */
const checks: Readonly<Record<string, Check>> = {
  length: ({ path, lines }) =>
    lines.length > MAX_LINES && !LONG.test(path) ? [`${lines.length} lines, at most ${MAX_LINES}`] : [],

  'no re-export of everything': at(ts.isExportDeclaration, (node) =>
    node.exportClause === undefined || ts.isNamespaceExport(node.exportClause) ? 'export *' : undefined,
  ),

  'no default export': (source) =>
    /^[a-z.]+\.config\.ts$/.test(source.path) ? [] : [...assignedDefaults(source), ...declaredDefaults(source)],

  'no any': at(isAny, () => 'any'),

  'no non-null assertion': at(ts.isNonNullExpression, () => 'a non-null assertion'),

  'a cast stands at a commented boundary': (source) =>
    PUBLISHED.test(source.path)
      ? at(ts.isAsExpression, (node) => (isConst(node) || isCommented(source, node) ? undefined : 'an as'))(source)
      : [],

  'zod as a namespace': at(ts.isImportDeclaration, (node) =>
    ts.isStringLiteral(node.moduleSpecifier) &&
    /^zod(\/mini)?$/.test(node.moduleSpecifier.text) &&
    !(node.importClause?.namedBindings !== undefined && ts.isNamespaceImport(node.importClause.namedBindings))
      ? 'zod imported by name'
      : undefined,
  ),

  'no console': (source) =>
    PUBLISHED.test(source.path)
      ? at(ts.isPropertyAccessExpression, (node) =>
          ts.isIdentifier(node.expression) && node.expression.text === 'console' ? 'console' : undefined,
        )(source)
      : [],

  'nothing happens at import': (source) =>
    PUBLISHED.test(source.path) && !PROGRAM.test(source.path)
      ? source.tree.statements.flatMap((node) =>
          actsAtImport(node) ? [`line ${lineOf(source, node)}: ${kind(node)}`] : [],
        )
      : [],

  'nothing is put off': ({ lines }) =>
    lines.flatMap((line, index) => {
      const word = PUT_OFF.exec(line)?.[0]
      return word === undefined ? [] : [`line ${index + 1}: ${word}`]
    }),
}

/** Every breach of a rule about files, each as a sentence. */
export function breaches(sources: readonly SourceFile[]): string[] {
  return sources.flatMap((source) =>
    Object.entries(checks).flatMap(([rule, check]) => check(source).map((what) => `${source.path}: ${rule}: ${what}`)),
  )
}

// Put together from halves, so that this file does not break its own rule.
const PUT_OFF = new RegExp(['\\bTO' + 'DO\\b', '\\bFIX' + 'ME\\b', '\\bXX' + 'X\\b', 'not ' + 'implemented'].join('|'))

function at<N extends ts.Node>(is: (node: ts.Node) => node is N, verdict: (node: N) => string | undefined): Check {
  return (source) => {
    const found: string[] = []
    walk(source.tree, (node) => {
      const what = is(node) ? verdict(node) : undefined
      if (what !== undefined) found.push(`line ${lineOf(source, node)}: ${what}`)
    })
    return found
  }
}

const assignedDefaults = at(ts.isExportAssignment, () => 'export default')

function declaredDefaults(source: SourceFile): string[] {
  return source.tree.statements.flatMap((node) => {
    const named = ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
    return named ? [`line ${lineOf(source, node)}: export default`] : []
  })
}

function isAny(node: ts.Node): node is ts.KeywordTypeNode {
  return node.kind === ts.SyntaxKind.AnyKeyword
}

function isConst({ type }: ts.AsExpression): boolean {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'const'
}

/** Is there a comment on one of the cast's lines, or above it, or above the statement it is part of? */
function isCommented(source: SourceFile, cast: ts.AsExpression): boolean {
  const { tree, lines } = source
  const first = lineOf(source, cast)
  const last = tree.getLineAndCharacterOfPosition(cast.getEnd()).line + 1
  const beside = lines.slice(first - 1, last).some((line) => /\/\/ |\/\* /.test(line))
  const above = /^\s*(\/\/|\*\/|\/\*)/.test(lines[first - 2] ?? '')
  let statement: ts.Node = cast
  while (!ts.isStatement(statement) && !ts.isPropertyAssignment(statement)) statement = statement.parent
  return beside || above || ts.getLeadingCommentRanges(source.text, statement.getFullStart()) !== undefined
}

/** Does a top-level statement do something, or hold something that changes? */
function actsAtImport(node: ts.Statement): boolean {
  // How a CommonJS module exports.
  if (ts.isExpressionStatement(node) && node.getText().startsWith('module.exports = {')) return false
  if (ts.isExpressionStatement(node) || ts.isIterationStatement(node, false) || ts.isIfStatement(node)) return true
  if (ts.isTryStatement(node) || ts.isBlock(node)) return true
  return ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.Const) === 0
}

function kind(node: ts.Statement): string {
  return ts.isVariableStatement(node) ? 'a variable of the module' : 'a statement that runs'
}
