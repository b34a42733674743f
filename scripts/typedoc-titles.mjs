/*
 * A plugin for typedoc:
 * - the hand-written pages are called by their first heading, not by the names of their files, and stand in the navigation
 *   under the headings of docs/README.md;
 * - the page of each operation's input and output says whose it is, and leads there;
 * - a table of data is shown by the type of its rows. Its rows are no symbols that anybody could document.
 */
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Comment, IntrinsicType, MappedType, ReferenceType, ReflectionKind } from 'typedoc'

const root = fileURLToPath(new URL('..', import.meta.url))
const INDEX = resolve(root, 'docs/README.md')

/** What a table's names are, and its rows; each name is that of a type on the same page, or `string`. */
const TABLES = {
  operations: { names: 'OperationName', row: 'OperationDefinition' },
  sources: { names: 'string', row: 'Source' },
}

/** @param {import('typedoc').Application} app */
export function load(app) {
  const headingOf = readHeadings()

  app.converter.on('createDocument', (_context, document) => {
    const text = document.content.map((part) => part.text).join('')
    const title = /^\s*# (.+)\n/.exec(text)?.[1]
    if (title !== undefined) document.name = title.replaceAll('`', '')
    const heading = headingOf(app.files.getReflectionPath(document))
    if (heading === undefined) app.logger.error(`docs/README.md lists the page "${document.name}" under no heading`)
    else document.frontmatter.category = heading
  })

  app.converter.on('createDeclaration', (context, reflection) => {
    const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? []
    if (!declaration?.getSourceFile().fileName.endsWith('/src/operations/types.ts')) return
    const [, operation, side] = /^(\w+)(Input|Output)$/.exec(reflection.name) ?? []
    if (operation === undefined || reflection.hasComment()) return
    const method = operation[0].toLowerCase() + operation.slice(1)
    reflection.comment = new Comment([
      { kind: 'text', text: 'What ' },
      { kind: 'inline-tag', tag: '@link', text: `KmsClient.${method}` },
      { kind: 'text', text: side === 'Input' ? ' takes.' : ' gives back.' },
    ])
  })

  app.converter.on('resolveBegin', ({ project }) => {
    for (const table of project.getReflectionsByKind(ReflectionKind.Variable)) {
      const types = Object.hasOwn(TABLES, table.name) ? TABLES[table.name] : undefined
      if (types === undefined) continue
      const typeOf = (name) => {
        const target = table.parent.getChildByName(name)
        if (target === undefined) throw new Error(`${table.getFullName()}: there is no ${name} beside it`)
        return ReferenceType.createResolvedReference(name, target, project)
      }
      const names = types.names === 'string' ? new IntrinsicType('string') : typeOf(types.names)
      project.removeTypeReflections(table.type)
      table.type = new MappedType('K', names, typeOf(types.row), '+')
    }
  })
}

/** For a page's path the heading under which docs/README.md lists it. */
function readHeadings() {
  const headings = new Map()
  let heading = ''
  for (const line of readFileSync(INDEX, 'utf8').split('\n')) {
    heading = /^## (.+)/.exec(line)?.[1] ?? heading
    for (const [, link] of line.matchAll(/\]\(([^)#]+\.md)\)/g)) headings.set(resolve(dirname(INDEX), link), heading)
  }
  return (path) => {
    if (path === INDEX) return headings.values().next().value
    // One page of a list that is itself a page.
    if (relative(root, path).startsWith('docs/decisions/')) return 'Decisions'
    return headings.get(path)
  }
}
