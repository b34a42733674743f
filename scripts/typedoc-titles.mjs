/*
 * A plugin for typedoc: the hand-written pages are called by their first heading, not by the names of their files; and the
 * page of each operation's input and output says whose it is, and leads there.
 */
import { Comment } from 'typedoc'

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on('createDocument', (_context, document) => {
    const text = document.content.map((part) => part.text).join('')
    const title = /^\s*# (.+)\n/.exec(text)?.[1]
    if (title !== undefined) document.name = title.replaceAll('`', '')
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
}
