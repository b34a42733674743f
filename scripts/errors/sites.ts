import ts from 'typescript'
import { lineOf, ROOT, readSources, type SourceFile, walk } from '../../test/rules/source-tree.ts'

/** A place in the sources where a message for people is made. */
export interface Site {
  readonly path: string
  readonly line: number
  /** The words of the message that are always in it, in order. */
  readonly always: readonly string[]
  /** Words of which one is in it. */
  readonly oneOf: readonly string[]
  /** The line of source it is made on. */
  readonly text: string
}

/** Errors whose text is for people, wherever they are made. */
const ERRORS = /(Error|Failure)$|^(Unreachable|Deviation)$/
/** Members of an object that hold such a text. */
const MEMBERS = /^(message|error|problem)$/
/** Methods of a schema whose last argument is one. */
const CHECKS = /^(regex|refine|string)$/

/** Every place in these folders where a message is made. */
export function messageSites(folders: readonly string[], isOurs: (path: string) => boolean): readonly Site[] {
  return readSources(ROOT, folders)
    .filter(({ path }) => isOurs(path))
    .flatMap(sitesIn)
}

export function sitesIn(source: SourceFile): readonly Site[] {
  const sites: Site[] = []
  walk(source.tree, (node) => {
    const parts = partsOf(node)
    if (parts === undefined) return
    const words = parts.map(wordsOf)
    const always = words.flatMap((one) => one.always)
    const oneOf = words.flatMap((one) => one.oneOf)
    const line = lineOf(source, node)
    sites.push({ path: source.path, line, always, oneOf, text: (source.lines[line - 1] ?? '').trim() })
  })
  return sites
}

/** The expressions of a node that go into a message, if it makes one. */
function partsOf(node: ts.Node): readonly ts.Expression[] | undefined {
  if (ts.isNewExpression(node)) return ERRORS.test(node.expression.getText()) ? (node.arguments ?? []) : undefined
  if (ts.isThrowStatement(node) && ts.isCallExpression(node.expression)) return node.expression.arguments
  if (ts.isPropertyAssignment(node) && MEMBERS.test(node.name.getText())) {
    return isTextual(node.initializer) ? [node.initializer] : undefined
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const last = node.arguments.at(-1)
    const isCheck = CHECKS.test(node.expression.name.text) && last !== undefined && isTextual(last)
    return isCheck ? [last] : undefined
  }
  return undefined
}

function isTextual(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isConditionalExpression(node)
}

interface Words {
  readonly always: readonly string[]
  readonly oneOf: readonly string[]
}

const NONE: Words = { always: [], oneOf: [] }

function wordsOf(node: ts.Expression): Words {
  if (ts.isStringLiteralLike(node)) return { always: pieces(node.text), oneOf: [] }
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    return { always: texts.flatMap(pieces), oneOf: [] }
  }
  if (ts.isConditionalExpression(node)) {
    const both = [wordsOf(node.whenTrue), wordsOf(node.whenFalse)]
    return { always: [], oneOf: both.flatMap(({ always, oneOf }) => [...always, ...oneOf]) }
  }
  if (ts.isIdentifier(node)) {
    const initializer = initializerOf(node)
    return initializer !== undefined && isTextual(initializer) ? wordsOf(initializer) : NONE
  }
  return NONE
}

function pieces(text: string): readonly string[] {
  // A single word is a code, the name of a field or a mark between two parts.
  return /[A-Za-z].* |^ .*[A-Za-z]/.test(text) ? [text.trim()] : []
}

/** What the nearest constant of this name in a block around it holds. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  for (let node: ts.Node = name; node.parent !== undefined; node = node.parent) {
    if (!ts.isBlock(node.parent) && !ts.isSourceFile(node.parent)) continue
    const declared = node.parent.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .find((one) => one.name.getText() === name.text)
    if (declared !== undefined) return declared.initializer
  }
  return undefined
}

/** Does one of these messages come from the site, as far as words tell? */
export function isProvoked({ always, oneOf }: Site, messages: readonly string[]): boolean {
  return messages.some(
    (message) =>
      always.every((piece) => message.includes(piece)) &&
      (oneOf.length === 0 || oneOf.some((piece) => message.includes(piece))),
  )
}
