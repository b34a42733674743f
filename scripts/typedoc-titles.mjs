/*
 * A plugin for typedoc: the hand-written pages are called by their first heading, not by the names of their files.
 */

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on('createDocument', (_context, document) => {
    const text = document.content.map((part) => part.text).join('')
    const title = /^\s*# (.+)\n/.exec(text)?.[1]
    if (title !== undefined) document.name = title.replaceAll('`', '')
  })
}
