import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** How a data file begins. Another number is another format. */
export const HEAD = Buffer.from('polykms data 1\n')

/** Length and CRC-32 of the text, both big-endian, before each text. */
const FRAME_BYTES = 8
const CHUNK_BYTES = 4_194_304

/** A text as a record: length, checksum, UTF-8. */
export const frame = (text: string): Buffer => {
  const length = Buffer.byteLength(text)
  const record = Buffer.allocUnsafe(FRAME_BYTES + length)
  record.write(text, FRAME_BYTES)
  record.writeUInt32BE(length, 0)
  record.writeUInt32BE(crc32(record.subarray(FRAME_BYTES)), 4)
  return record
}

/** What a file ends with after its last whole record: nothing, a record that was not written to its end, or worse. */
export interface FileEnd {
  /** Where the last whole record ends. */
  readonly wholeBytes: number
  readonly totalBytes: number
  /** Bytes follow that no interrupted write explains: whole records may be among them. */
  readonly damaged: boolean
}

/** The whole record at a place; `undefined` if the bytes there are none, or not all there yet. */
const recordAt = (bytes: Buffer, offset: number): { text: string; end: number } | undefined => {
  if (bytes.length < offset + FRAME_BYTES) return undefined
  const length = bytes.readUInt32BE(offset)
  const start = offset + FRAME_BYTES
  const payload = bytes.subarray(start, start + length)
  if (length === 0 || payload.length < length || crc32(payload) !== bytes.readUInt32BE(offset + 4)) return undefined
  return { text: payload.toString('utf8'), end: start + length }
}

/** Bytes that the record at the start of `bytes` says it has; endless while it does not say. */
const announced = (bytes: Buffer): number =>
  bytes.length < FRAME_BYTES ? Number.POSITIVE_INFINITY : FRAME_BYTES + bytes.readUInt32BE(0)

/**
 * Reads record after record from behind the head of a file.
 *
 * Each write is flushed before the next one begins, so only the last record can be cut short (or, after a power
 * failure, be zeros).
 */
export const readRecords = async (
  file: FileHandle,
  onRecord: (text: string, endBytes: number) => void,
): Promise<FileEnd> => {
  const { size: totalBytes } = await file.stat()
  let rest: Buffer = Buffer.alloc(0)
  let wholeBytes = HEAD.length
  let readBytes = HEAD.length
  const readMore = async (wantedBytes: number): Promise<boolean> => {
    const chunk = Buffer.allocUnsafe(Math.min(totalBytes - readBytes, Math.max(CHUNK_BYTES, wantedBytes)))
    const { bytesRead } = chunk.length === 0 ? { bytesRead: 0 } : await file.read(chunk, 0, chunk.length, readBytes)
    readBytes += bytesRead
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    return bytesRead > 0
  }
  for (;;) {
    let offset = 0
    for (let record = recordAt(rest, offset); record !== undefined; record = recordAt(rest, offset)) {
      offset = record.end
      onRecord(record.text, wholeBytes + offset)
    }
    rest = rest.subarray(offset)
    wholeBytes += offset
    const wanted = Math.min(announced(rest), totalBytes - wholeBytes)
    if (rest.length >= wanted || !(await readMore(wanted - rest.length))) break
  }
  const explained = wholeBytes + announced(rest) >= totalBytes || (await onlyZeros(file, wholeBytes))
  return { wholeBytes, totalBytes, damaged: !explained }
}

const onlyZeros = async (file: FileHandle, fromBytes: number): Promise<boolean> => {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let offset = fromBytes; ; ) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, offset)
    if (bytesRead === 0) return true
    if (chunk.subarray(0, bytesRead).some((byte) => byte !== 0)) return false
    offset += bytesRead
  }
}
