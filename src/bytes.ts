/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** Decodes standard base64; `undefined` if the text is anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  // Node skips what it does not understand, so only the way back proves that nothing was lost.
  return bytes.toString('base64') === text ? own(bytes) : undefined
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/** Decodes hexadecimal in either case; `undefined` if the text is anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  return text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text) ? own(Buffer.from(text, 'hex')) : undefined
}

/** UTF-8 of a text. */
export function toUtf8(text: string): Uint8Array {
  return own(Buffer.from(text, 'utf8'))
}

/** PEM (RFC 7468) of a DER SubjectPublicKeyInfo. */
export function toPem(spki: Uint8Array): string {
  const lines = toBase64(spki).match(/.{1,64}/g) ?? []
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`
}

/** DER bytes of a PEM public key; `undefined` if the text is no such PEM. */
export function fromPem(pem: string): Uint8Array | undefined {
  const match = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(pem)
  return match?.[1] === undefined ? undefined : fromBase64(match[1].replace(/\s+/g, ''))
}

// Small Buffers are views of one shared pool: a copy keeps other callers' bytes out of `.buffer`.
function own(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}
