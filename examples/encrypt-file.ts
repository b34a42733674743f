/*
 * Envelope encryption of a file of any size: a data key of the KMS seals it locally, chunk by chunk, with AES-256-GCM,
 * and only the encrypted data key is stored with it. Each chunk is authenticated with its number and with whether it is
 * the last, so that none can be changed, swapped, dropped or cut off unnoticed.
 * Credentials and region come from where AWS's own tools read them; AWS_ENDPOINT_URL_KMS=http://127.0.0.1:4580 is a
 * local `polykms serve`.
 * Run: npx tsx examples/encrypt-file.ts seal|open KEY-ID FROM TO
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { createClient, isKmsError, type KmsClient } from 'polykms'
import { fromEnv } from 'polykms/aws'

const MAGIC = Buffer.from('PKF1')
const CHUNK_BYTES = 64 * 1024
const TAG_BYTES = 16
const DATA_KEY_BYTES = 32

type Context = Readonly<Record<string, string>>

/** The chunks of a stream, all of one size but the last, each with whether it is the last. */
async function* chunksOf(
  stream: AsyncIterable<Buffer>,
  bytes: number,
): AsyncGenerator<{ data: Buffer; last: boolean }> {
  let rest = Buffer.alloc(0)
  for await (const piece of stream) {
    rest = Buffer.concat([rest, piece])
    // What may be the end is kept until more has come.
    while (rest.length > bytes) {
      yield { data: rest.subarray(0, bytes), last: false }
      rest = rest.subarray(bytes)
    }
  }
  yield { data: rest, last: true }
}

/** A nonce never repeats under one data key: it is the chunk's number, and whether it is the last. */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(index, 7)
  bytes.writeUInt8(last ? 1 : 0, 11)
  return bytes
}

/** Writes beside the target and moves it there when all is well: nobody finds half of a file. */
async function writeFile(path: string, parts: AsyncIterable<Buffer>): Promise<void> {
  const unfinished = `${path}.part`
  const out = createWriteStream(unfinished, { mode: 0o600 })
  try {
    for await (const part of parts) if (!out.write(part)) await once(out, 'drain')
    out.end()
    await once(out, 'finish')
    await rename(unfinished, path)
  } catch (error) {
    out.destroy()
    await rm(unfinished, { force: true })
    throw error
  }
}

async function* sealed(kms: KmsClient, keyId: string, from: string, context: Context): AsyncGenerator<Buffer> {
  const { plaintext: dataKey, ciphertext } = await kms.generateDataKey({ keyId, lengthBytes: DATA_KEY_BYTES, context })
  try {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(ciphertext.byteLength)
    yield Buffer.concat([MAGIC, length, ciphertext])
    let index = 0
    for await (const { data, last } of chunksOf(createReadStream(from), CHUNK_BYTES)) {
      const cipher = createCipheriv('aes-256-gcm', dataKey, nonce(index, last))
      yield Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()])
      index += 1
    }
  } finally {
    dataKey.fill(0)
  }
}

async function* opened(kms: KmsClient, keyId: string, from: string, context: Context): AsyncGenerator<Buffer> {
  const { ciphertext, start } = await headerOf(from)
  const { plaintext: dataKey } = await kms.decryptDataKey({ keyId, ciphertext, lengthBytes: DATA_KEY_BYTES, context })
  try {
    let index = 0
    for await (const { data, last } of chunksOf(createReadStream(from, { start }), CHUNK_BYTES + TAG_BYTES)) {
      if (data.length < TAG_BYTES) throw new Error(`${from} was cut off`)
      const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce(index, last))
      decipher.setAuthTag(data.subarray(-TAG_BYTES))
      yield Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()])
      index += 1
    }
  } finally {
    dataKey.fill(0)
  }
}

/** The encrypted data key at the head of a sealed file, and where the chunks begin. */
async function headerOf(path: string): Promise<{ ciphertext: Buffer; start: number }> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { end: MAGIC.length + 2 + 0xffff })) chunks.push(chunk)
  const head = Buffer.concat(chunks)
  if (head.length < MAGIC.length + 2 || !head.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error(`${path} is no file sealed by this program`)
  }
  const start = MAGIC.length + 2 + head.readUInt16BE(MAGIC.length)
  return { ciphertext: head.subarray(MAGIC.length + 2, start), start }
}

const [action, keyId, from, to] = process.argv.slice(2)
if ((action !== 'seal' && action !== 'open') || keyId === undefined || from === undefined || to === undefined) {
  throw new Error('usage: encrypt-file.ts seal|open KEY-ID FROM TO')
}
const kms = createClient(fromEnv())
// Not secret; a file that is passed off as something else does not open.
const context = { purpose: 'backup' }
try {
  await writeFile(to, action === 'seal' ? sealed(kms, keyId, from, context) : opened(kms, keyId, from, context))
  console.log(`${action === 'seal' ? 'sealed' : 'opened'} ${from}`)
} catch (error) {
  process.exitCode = 1
  // A KmsError may be shown as it is; OpenSSL says "unable to authenticate data" of a file that was changed.
  console.error(isKmsError(error) ? `${error.code}: ${error.message}` : `${from} cannot be ${action}ed: ${error}`)
}
