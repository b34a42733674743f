const MASK = '[redacted]'
/** A cloud's message is for orientation; beyond this it is somebody's payload. */
const MAX_MESSAGE_CHARACTERS = 500
/** Shorter secrets are everywhere by chance, and blanking every "a" would tell more than it hides. */
const MIN_SECRET_CHARACTERS = 4

/** Only a secret that is written without escapes can be in such a text: most of what servers say is an id or a code. */
const PLAIN = /^[A-Za-z0-9.-]*$/

/** Every form in which a secret could be echoed in a message. */
function formsOf(secret: unknown, message: string): string[] {
  if (typeof secret === 'object' && secret !== null && !(secret instanceof Uint8Array)) {
    return Object.values(secret).flatMap((part) => formsOf(part, message))
  }
  const buffer =
    secret instanceof Uint8Array
      ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
      : typeof secret === 'string'
        ? Buffer.from(secret, 'utf8')
        : undefined
  // No form has fewer characters than a third of the bytes.
  if (buffer === undefined || buffer.byteLength > 3 * message.length) return []
  const text = buffer.toString('utf8')
  const hex = buffer.toString('hex')
  const texts = [text, buffer.toString('base64'), buffer.toString('base64url'), hex, hex.toUpperCase()]
  if (PLAIN.test(message)) return texts
  texts.push(JSON.stringify(text).slice(1, -1))
  return texts.flatMap((form) => [form, encodeURIComponent(form), encodeURIComponent(encodeURIComponent(form))])
}

/**
 * A cloud's message with every secret of the call taken out, in whatever encoding it is echoed.
 *
 * @param secrets - Bytes, texts, and what is made of them.
 */
export function redact(message: string, secrets: readonly unknown[]): string {
  return redactForms(
    message,
    secrets.flatMap((secret) => formsOf(secret, message)),
  )
}

/** Every form of a secret, for who looks for the same one in many texts. */
export function secretForms(secret: string | Uint8Array): readonly string[] {
  const anyText = '%'.repeat(secret.length)
  return [...new Set(formsOf(secret, anyText))].filter((form) => form.length >= MIN_SECRET_CHARACTERS)
}

/** {@link redact} for forms that are known. */
export function redactForms(message: string, known: readonly string[]): string {
  return shortened(known.length === 0 ? message : withoutForms(message, known))
}

function withoutForms(message: string, known: readonly string[]): string {
  const forms = known
    .filter((form) => form.length >= MIN_SECRET_CHARACTERS && message.includes(form))
    .sort((a, b) => b.length - a.length)
  return forms.reduce((text, form) => text.replaceAll(form, MASK), message)
}

/** Cutting first could leave half a secret that no longer matches, so the cut comes last. */
function shortened(clean: string): string {
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
