/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string
  readonly code: string
  /** The line of its first line of code, from 1. */
  readonly line: number
  /** It goes on where the block of the same language before it ended: both are one program. */
  readonly continued: boolean
  /** The heading that it stands under, of any level. */
  readonly section: string
  /** The file whose text it is, if its first line is a comment that says so: `// orders.test.ts`. */
  readonly file?: string
}

/** The fenced blocks of a Markdown text, in order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  let open: (Pick<Block, 'language' | 'line' | 'continued' | 'section'> & { lines: string[] }) | undefined
  let section = ''
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^```(\w*)( continued)?\s*$/.exec(text)
    if (open === undefined) {
      if (fence === null && text.startsWith('```')) throw new Error(`line ${index + 1} begins no block: ${text}`)
      section = /^#+ (.+)$/.exec(text)?.[1] ?? section
      if (fence !== null) {
        open = { language: fence[1] ?? '', line: index + 2, continued: fence[2] !== undefined, section, lines: [] }
      }
    } else if (text === '```') {
      const { lines, ...rest } = open
      const file = /^(?:\/\/|#) ([\w./-]+\.\w+)$/.exec(lines[0] ?? '')?.[1]
      blocks.push({ ...rest, code: `${lines.join('\n')}\n`, ...(file !== undefined && { file }) })
      open = undefined
    } else {
      open.lines.push(text)
    }
  }
  if (open !== undefined) throw new Error(`the block on line ${open.line} is not closed`)
  return blocks
}

/** Blocks with those that go on with them, as whole programs. */
export function programsOf(blocks: readonly Block[]): Block[] {
  const programs: Block[] = []
  for (const block of blocks) {
    const before = programs.at(-1)
    if (!block.continued) programs.push(block)
    else if (before === undefined) throw new Error(`the block on line ${block.line} goes on with nothing`)
    else programs.splice(-1, 1, { ...before, code: `${before.code}\n${block.code}` })
  }
  return programs
}

/** What a block says it prints: the comments at the ends of its printing lines. */
export function promisedOutput(code: string): string {
  const lines = code.split('\n').filter((line) => /\b(console\.log|print|fmt\.Println)\(/.test(line))
  return lines.map((line) => /\)\s*(?:\/\/|#) (.+)$/.exec(line)?.[1] ?? '').join('\n')
}

/** The same text, however it is broken into lines. */
export function words(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(' ')
}
