import { printable, type Terminal } from '../terminal.ts'

// Characters that take two columns of a terminal: https://www.unicode.org/reports/tr11/ (W and F, by their blocks).
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const GAP = '  '

export interface Column {
  readonly title: string
  /** May be shortened so that a line fits the terminal; ids may not. */
  readonly shrinks?: boolean
  /** For the states of keys. */
  readonly paint?: (text: string) => string
}

/** A table for people: columns aligned, and on a terminal no line longer than it is wide. */
export function layOut(all: readonly Column[], rows: readonly (readonly string[])[], terminal: Terminal): string {
  // A column without a word in it, such as the names on clouds that have none, only takes room.
  const filled = all.flatMap((_, at) => (rows.length === 0 || rows.some((row) => row[at]) ? [at] : []))
  const columns = all.filter((_, at) => filled.includes(at))
  const shown = rows.map((row) => filled.map((at) => printable(row[at] ?? '')))
  const widths = columns.map(({ title }, at) => Math.max(widthOf(title), ...shown.map((row) => widthOf(row[at] ?? ''))))
  const room = terminal.stdout.isTTY === true ? fitted(columns, widths, terminal.stdout.columns ?? 80) : widths
  const line = (cells: readonly string[], paint: (text: string, at: number) => string) =>
    cells
      .map((cell, at) => {
        const text = shorten(cell, room[at] ?? 0)
        return paint(text, at) + ' '.repeat(at === cells.length - 1 ? 0 : (room[at] ?? 0) - widthOf(text))
      })
      .join(GAP)
      .trimEnd()
  const bold = (text: string) => (terminal.color ? `\u001b[1m${text}\u001b[22m` : text)
  const painted = (text: string, at: number) => (terminal.color ? (columns[at]?.paint?.(text) ?? text) : text)
  const head = line(
    columns.map(({ title }) => title),
    bold,
  )
  return [head, ...shown.map((row) => line(row, painted))].map((text) => `${text}\n`).join('')
}

/** Names and what they are, one below the other. */
export function list(facts: readonly (readonly [name: string, value: string])[], terminal: Terminal): string {
  const width = Math.max(0, ...facts.map(([name]) => widthOf(name)))
  const lines = facts.map(([name, value]) => {
    const text = name === 'state' && terminal.color ? paintState(printable(value)) : printable(value)
    return `${name}${' '.repeat(width - widthOf(name))}${GAP}${text}\n`
  })
  return lines.join('')
}

/** Green for a key that works, yellow for one that does not, red for one that is about to be gone. */
export function paintState(text: string): string {
  const code = text === 'Enabled' ? 32 : text.endsWith('Deletion') ? 31 : 33
  return text === '' ? text : `\u001b[${code}m${text}\u001b[39m`
}

function fitted(columns: readonly Column[], widths: readonly number[], available: number): readonly number[] {
  const room = [...widths]
  const total = () => room.reduce((sum, width) => sum + width, GAP.length * (room.length - 1))
  for (;;) {
    const shrinkable = columns.flatMap(({ shrinks, title }, at) =>
      shrinks && (room[at] ?? 0) > Math.max(4, widthOf(title)) ? [at] : [],
    )
    const widest = shrinkable.sort((a, b) => (room[b] ?? 0) - (room[a] ?? 0))[0]
    if (widest === undefined || total() <= available) return room
    room[widest] = (room[widest] ?? 0) - 1
  }
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : 1
  return width
}

function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let short = ''
  for (const character of text) {
    if (widthOf(short + character) > width - 1) break
    short += character
  }
  return `${short}…`
}
