import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, ROOT } from '../rules/source-tree.ts'

const papers = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...filesBelow(ROOT, ['docs', 'conformance']).filter((path) => path.endsWith('.md') && !path.startsWith('docs/api/')),
].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))

/** Is there such a file, or a folder with something in it? */
function leadsSomewhere(path: string): boolean {
  if (!existsSync(path)) return false
  return !statSync(path).isDirectory() || readdirSync(path).length > 0
}

describe('documents point to things that are there', () => {
  test.each(papers)('$path', ({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
      join(dirname(path), link),
    )
    const named = [
      ...text.matchAll(/`((?:src|providers|conformance|test|docs|examples|scripts|schemas|\.ci)\/[\w./-]*)`/g),
    ]
    const all = [...links, ...named.map(([, name = '']) => name)]
    expect(all.filter((target) => !leadsSomewhere(join(ROOT, target)))).toEqual([])
  })

  test('there are documents with links', () => {
    expect(papers.length).toBeGreaterThan(10)
    expect(leadsSomewhere(join(ROOT, 'docs/none.md'))).toBe(false)
  })
})
