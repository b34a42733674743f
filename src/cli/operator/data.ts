import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { fromBase64, fromHex, toBase64, toHex } from '../../index.ts'
import { UsageError } from '../exit.ts'
import { type Terminal, write } from '../terminal.ts'

export const FORMATS = ['raw', 'base64', 'hex'] as const
export type Format = (typeof FORMATS)[number]

/** Far above what any cloud takes in one call: it keeps a mistaken disk image out of memory. */
const MAX_INPUT_BYTES = 1024 * 1024

/** Standard input or standard output. */
export const STANDARD = '-'

/** Reads a file, or standard input for `-`. */
export async function readData(terminal: Terminal, path: string, format: Format = 'raw'): Promise<Uint8Array> {
  const what = path === STANDARD ? 'standard input' : path
  if (path === STANDARD && terminal.stdin.isTTY === true) {
    await write(terminal.stderr, 'reading from the terminal; end with Ctrl-D on a line of its own\n')
  }
  const bytes = await readBounded(path === STANDARD ? terminal.stdin : await openForReading(path), what)
  return decode(bytes, format, what)
}

async function openForReading(path: string): Promise<Readable> {
  try {
    return (await open(path, 'r')).createReadStream()
  } catch (error) {
    throw unusable('read', path, error)
  }
}

async function readBounded(stream: Readable, what: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of stream) {
      const part = Buffer.from(chunk)
      bytes += part.byteLength
      if (bytes > MAX_INPUT_BYTES) break
      chunks.push(part)
    }
  } catch (error) {
    throw unusable('read', what, error)
  }
  if (bytes > MAX_INPUT_BYTES) {
    const advice = 'encrypt large data locally, under a data key of "polykms data-key"; sign its digest'
    throw new UsageError(
      `${what}: more than ${MAX_INPUT_BYTES} bytes, which no key management service takes: ${advice}`,
    )
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Buffer, format: Format, what: string): Uint8Array {
  if (format === 'raw') return bytes
  const text = bytes.toString('latin1').replace(/\s+/g, '')
  const decoded = format === 'base64' ? fromBase64(text) : fromHex(text)
  if (decoded !== undefined) return decoded
  throw new UsageError(
    `${what}: not ${format}, which --in-format announced; for bytes as they are take --in-format raw`,
  )
}

function encode(bytes: Uint8Array, format: Format): Uint8Array | string {
  if (format === 'raw') return bytes
  return `${format === 'base64' ? toBase64(bytes) : toHex(bytes)}\n`
}

/** Somewhere to write one field of a result to. */
export interface Output {
  readonly path: string
  readonly format: Format
  /** Plaintext and keys: the file is readable by its owner alone. */
  readonly secret: boolean
}

/** Is anything there that would be written over? Devices and pipes are written to, not over. */
export async function wouldReplace({ path }: Output): Promise<boolean> {
  return path !== STANDARD && (await stat(path).catch(() => undefined))?.isFile() === true
}

/** Writes to a file, whole or not at all, or to standard output for `-`. */
export async function writeData(terminal: Terminal, output: Output, bytes: Uint8Array): Promise<void> {
  const { path, format, secret } = output
  const data = encode(bytes, format)
  if (path === STANDARD) return write(terminal.stdout, data)
  try {
    // A link stays one: what it leads to is replaced.
    const target = await realpath(path).catch(() => path)
    const present = await stat(target).catch(() => undefined)
    if (present !== undefined && !present.isFile()) await put(target, 'w', data)
    else await replace(target, data, secret ? 0o600 : 0o666)
  } catch (error) {
    throw unusable('write', path, error)
  }
}

/** A new file in the old one's place: the mode of the old one would stay, and half a write would be all there is. */
async function replace(path: string, data: Uint8Array | string, mode: number): Promise<void> {
  const next = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await put(next, 'wx', data, mode)
    await rename(next, path)
  } catch (error) {
    await rm(next, { force: true })
    throw error
  }
}

async function put(path: string, flags: string, data: Uint8Array | string, mode?: number): Promise<void> {
  const file = await open(path, flags, mode)
  try {
    await file.writeFile(data)
  } finally {
    await file.close()
  }
}

function unusable(doing: string, what: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'it failed'
  return new UsageError(`cannot ${doing} ${what}: ${code}`)
}
