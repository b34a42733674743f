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

/** A text without its fenced blocks: what stands in them are programs. */
const prose = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '')

/** The names by which GitHub and typedoc let a page's headings be pointed to. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>()
  return [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  })
}

const NAMED = /`((?:src|providers|conformance|test|docs|examples|scripts|schemas|\.ci)\/[\w./-]*)`/g

describe('documents point to things that are there', () => {
  test.each(papers)('$path', ({ path, text }) => {
    const links = [...prose(text).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
      join(dirname(path), link),
    )
    const all = [...links, ...[...prose(text).matchAll(NAMED)].map(([, name = '']) => name)]
    expect(all.filter((target) => !leadsSomewhere(join(ROOT, target)))).toEqual([])
  })

  test.each(papers)('$path: headings that are pointed to exist', ({ path, text }) => {
    const links = [...prose(text).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)]
    const lost = links.filter(([, page = '', anchor = '']) => {
      const target = page === '' ? text : readFileSync(join(ROOT, dirname(path), page), 'utf8')
      return !anchorsOf(target).includes(anchor)
    })
    expect(lost.map(([link]) => link)).toEqual([])
  })

  test('every page is listed in docs/README.md, and every decision in their list', () => {
    const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8')
    const decisions = readFileSync(join(ROOT, 'docs/decisions/README.md'), 'utf8')
    const missing = papers.filter(({ path }) => {
      const page = /^docs\/(.+)$/.exec(path)?.[1]
      if (page === undefined || page.endsWith('README.md')) return false
      const decision = /^decisions\/(.+)$/.exec(page)?.[1]
      return decision === undefined ? !index.includes(`(${page})`) : !decisions.includes(`(${decision})`)
    })
    expect(missing.map(({ path }) => path)).toEqual([])
  })

  test('there are documents with links, and lost ones are noticed', () => {
    expect(papers.length).toBeGreaterThan(10)
    expect(leadsSomewhere(join(ROOT, 'docs/none.md'))).toBe(false)
    expect(anchorsOf('# A `b` & c\n```sh\n# no\n```\n## [D](e) 2.\n# D 2')).toEqual(['a-b--c', 'd-2', 'd-2-1'])
  })
})
