/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string
  readonly code: string
  /** The line of its first line of code, from 1. */
  readonly line: number
}

/** The fenced blocks of a Markdown text, in order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  let open: { language: string; line: number; lines: string[] } | undefined
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^```(\w*)\s*$/.exec(text)
    if (open === undefined) {
      if (fence !== null) open = { language: fence[1] ?? '', line: index + 2, lines: [] }
    } else if (text === '```') {
      blocks.push({ language: open.language, line: open.line, code: `${open.lines.join('\n')}\n` })
      open = undefined
    } else {
      open.lines.push(text)
    }
  }
  if (open !== undefined) throw new Error(`the block on line ${open.line} is not closed`)
  return blocks
}

/** What a block says it prints: the comments at the ends of its printing lines. */
export function promisedOutput(code: string): string {
  const lines = code.split('\n').filter((line) => /\b(console\.log|print)\(/.test(line))
  return lines.map((line) => /\)\s*(?:\/\/|#) (.+)$/.exec(line)?.[1] ?? '').join('\n')
}
