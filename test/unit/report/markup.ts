/*
 * A reader of well-formed XML, small enough to trust: it accepts elements, attributes in double quotes, character
 * references and the XML declaration, and nothing else, which is all that the JUnit report may contain.
 */

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

const TOKEN = /<\?xml[^?]*\?>|<\/([A-Za-z]+)>|<([A-Za-z]+)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy
const ATTRIBUTE = /([A-Za-z]+)="([^"]*)"/g
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

/** @throws Error where the text is not well-formed. */
export function parseXml(xml: string): Element {
  if (FORBIDDEN.test(xml)) throw new Error('a character that XML 1.0 forbids')
  const root = { name: '', attributes: {}, children: [] as Element[], text: '' }
  const open = [root]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(xml)
    if (!token) throw new Error(`not markup at ${at}: ${xml.slice(at, at + 60)}`)
    const [whole, closed, opened, attributes = '', empty] = token
    const top = open.at(-1)
    if (!top) throw new Error(`after the root: ${whole}`)
    if (closed) {
      if (top.name !== closed) throw new Error(`</${closed}> closes <${top.name}>`)
      open.pop()
    } else if (opened) {
      const element = { name: opened, attributes: attributesOf(attributes), children: [] as Element[], text: '' }
      top.children.push(element)
      if (!empty) open.push(element)
    } else if (!whole.startsWith('<?')) top.text += decode(whole)
  }
  const [first] = root.children
  if (open.length !== 1 || root.children.length !== 1 || !first || root.text.trim() !== '')
    throw new Error('not one closed root')
  return first
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, decode(value)] as const)
  if (new Set(found.map(([name]) => name)).size !== found.length) throw new Error(`an attribute twice: ${text}`)
  return Object.fromEntries(found)
}

function decode(text: string): string {
  return text.replace(/&(#\d+;)?/g, (_, reference?: string) => {
    if (!reference) throw new Error(`a bare & in ${text.slice(0, 60)}`)
    return String.fromCodePoint(Number.parseInt(reference.slice(1), 10))
  })
}

/** All elements of a name, in document order. */
export function all(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)])
}
