const MASK = '[redacted]'
/** A cloud's message is for orientation; beyond this it is somebody's payload. */
const MAX_MESSAGE_CHARACTERS = 500
/** Shorter secrets are everywhere by chance, and blanking every "a" would tell more than it hides. */
const MIN_SECRET_CHARACTERS = 4

/** Every form in which a secret could be echoed by a server, within a message of some length. */
function formsOf(secret: unknown, messageCharacters: number): string[] {
  if (typeof secret === 'object' && secret !== null && !(secret instanceof Uint8Array)) {
    return Object.values(secret).flatMap((part) => formsOf(part, messageCharacters))
  }
  const buffer =
    secret instanceof Uint8Array
      ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
      : typeof secret === 'string'
        ? Buffer.from(secret, 'utf8')
        : undefined
  // No form has fewer characters than a third of the bytes.
  if (buffer === undefined || buffer.byteLength > 3 * messageCharacters) return []
  const text = buffer.toString('utf8')
  const base64 = buffer.toString('base64')
  const hex = buffer.toString('hex')
  const texts = [text, base64, buffer.toString('base64url'), hex, hex.toUpperCase(), JSON.stringify(text).slice(1, -1)]
  return texts.flatMap((form) => [form, encodeURIComponent(form), encodeURIComponent(encodeURIComponent(form))])
}

/**
 * A cloud's message with every secret of the call taken out, in whatever encoding it is echoed.
 *
 * @param secrets - Bytes, texts, and what is made of them.
 */
export function redact(message: string, secrets: readonly unknown[]): string {
  const forms = [...new Set(secrets.flatMap((secret) => formsOf(secret, message.length)))]
    .filter((form) => form.length >= MIN_SECRET_CHARACTERS)
    .sort((a, b) => b.length - a.length)
  // Cutting first could leave half a secret that no longer matches, so the cut comes last.
  const clean = forms.reduce((text, form) => text.replaceAll(form, MASK), message)
  return clean.length > MAX_MESSAGE_CHARACTERS ? `${clean.slice(0, MAX_MESSAGE_CHARACTERS)}…` : clean
}

/** Header values that prove who the caller is. */
export function secretHeaders(headers: Readonly<Record<string, string>>): string[] {
  const values: string[] = []
  for (const [name, value] of Object.entries(headers)) {
    if (!/authorization|token|signature/i.test(name)) continue
    values.push(value)
    for (const match of value.matchAll(/Signature=([^,\s]+)/gi)) if (match[1] !== undefined) values.push(match[1])
  }
  return values
}

/** Query values that prove who the caller is: Alibaba's signature V1 travels in the URL, and a security token with it. */
export function secretParameters(url: string): string[] {
  return [...new URL(url).searchParams].flatMap(([name, value]) =>
    /^(signature|\w*token)$/i.test(name) ? [value] : [],
  )
}
