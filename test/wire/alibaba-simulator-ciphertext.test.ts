import { constants, createDecipheriv, createHash, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createAlibabaSimulator } from '../../conformance/simulators/alibaba/index.ts'
import { supports } from '../../conformance/simulators/shared/crypto/specs.ts'
import { alibabaWire, alibabaWireTester } from '../support/alibaba-wire.ts'

// Symmetric keys: the blob's layout is that of aliyun/alibabacloud-dkms-transfer-go-sdk (`sdk/encrypt.go`, `utils.go`).

const bench = () => {
  const simulator = createAlibabaSimulator()
  const call = alibabaWire(simulator.fetch)
  return { simulator, call, ...alibabaWireTester(call) }
}
const HELLO = 'SGVsbG8gd29ybGQ='
const CONTEXT = '{"Example":"Example"}'
const VECTOR_VERSION = '86a9efd9-3d16-4894-bd4f-1fc43f3f2abf'
/** The layout with a fixed key and nonce, computed apart from the simulator. */
const VECTORS = [
  {
    name: 'without a context',
    text: HELLO,
    blob: 'ODZhOWVmZDktM2QxNi00ODk0LWJkNGYtMWZjNDNmM2YyYWJmAAECAwQFBgcICQoLFEWAaKei+nzpc67y064pUI2RzBC3/JuO5h2u3bBBVeM=',
  },
  {
    name: 'with a context',
    text: HELLO,
    context: CONTEXT,
    blob: 'ODZhOWVmZDktM2QxNi00ODk0LWJkNGYtMWZjNDNmM2YyYWJmAAECAwQFBgcICQoLFEWAaKei+nzpc67y064pUITyvMmSmzoL0gJLhDRhU+Y=',
  },
  {
    name: 'with a context that is sorted first',
    text: HELLO,
    context: '{"b":"2","a":"1"}',
    blob: 'ODZhOWVmZDktM2QxNi00ODk0LWJkNGYtMWZjNDNmM2YyYWJmAAECAwQFBgcICQoLFEWAaKei+nzpc67y064pUBrYiZ1OuO6YWSo+q65Vw+E=',
  },
  {
    name: 'of a data key',
    text: Buffer.alloc(32, 7).toString('base64'),
    blob: 'ODZhOWVmZDktM2QxNi00ODk0LWJkNGYtMWZjNDNmM2YyYWJmAAECAwQFBgcICQoLBXW1U4eSoVPPNvTD854bJcGh5HyyDDw0ehCGzV8eY/pDZ8207bZx0DbTHNBU4gk9ooaq04PltrqdaMM/',
  },
]

/** A simulator whose one key has the vectors' version id and material. */
const vectorBench = () => {
  const bed = bench()
  const { keyId } = bed.simulator.control.putKey({})
  const material = { $bytes: Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)).toString('base64') }
  const snapshot = bed.simulator.control.snapshot()
  const [, id = ''] = snapshot.tables['versions']?.rows[0] ?? []
  const renamed = JSON.stringify(snapshot)
    .replaceAll(id.slice('cn-hangzhou/'.length), VECTOR_VERSION)
    .replace(/"secret":\{[^}]*\}/, `"secret":${JSON.stringify(material)}`)
  bed.simulator.control.restore(JSON.parse(renamed))
  return { ...bed, keyId }
}

describe('CiphertextBlob', () => {
  it.each(VECTORS)('opens $name as the layout says', async ({ text, context, blob }) => {
    const { succeeds, keyId } = vectorBench()
    const input = { CiphertextBlob: blob, ...(context && { EncryptionContext: context }) }
    expect(await succeeds('Decrypt', input)).toEqual({ KeyId: keyId, KeyVersionId: VECTOR_VERSION, Plaintext: text })
  })

  it('is version id, nonce, AES-256-GCM of the plaintext text, tag', async () => {
    const { succeeds } = vectorBench()
    const { KeyId = '' } = await succeeds('Decrypt', { CiphertextBlob: VECTORS[0]?.blob ?? '' })
    const input = { KeyId: String(KeyId), Plaintext: HELLO, EncryptionContext: CONTEXT }
    const encrypted = await succeeds('Encrypt', input)
    const blob = Buffer.from(String(encrypted['CiphertextBlob']), 'base64')
    expect(encrypted).toMatchObject({ KeyId, KeyVersionId: VECTOR_VERSION })
    expect(blob.subarray(0, 36).toString()).toBe(VECTOR_VERSION)
    const key = Buffer.from(Array.from({ length: 32 }, (_, byte) => byte))
    const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(36, 48))
    decipher.setAAD(createHash('sha256').update('Example=Example').digest()).setAuthTag(blob.subarray(-16))
    const text = Buffer.concat([decipher.update(blob.subarray(48, -16)), decipher.final()])
    expect(text.toString()).toBe(HELLO)
  })

  it('is never the same twice', async () => {
    const { createKey, succeeds } = bench()
    const input = { KeyId: await createKey(), Plaintext: HELLO }
    const blobs = [await succeeds('Encrypt', input), await succeeds('Encrypt', input)].map((r) => r['CiphertextBlob'])
    expect(new Set(blobs).size).toBe(2)
  })

  it('opens under the same context only, in whatever order and spacing', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    const sealed = await succeeds('Encrypt', { KeyId, Plaintext: HELLO, EncryptionContext: '{"a":"1","b":"2"}' })
    const blob = { CiphertextBlob: String(sealed['CiphertextBlob']) }
    for (const EncryptionContext of ['{"a":"1","b":"2"}', '{ "b": "2",\n"a": "1" }'])
      expect(await succeeds('Decrypt', { ...blob, EncryptionContext })).toMatchObject({ Plaintext: HELLO })
    for (const EncryptionContext of ['{"a":"1"}', '{"a":"1","b":"3"}', '{}'])
      await refuses('Decrypt', { ...blob, EncryptionContext }, 400, 'InvalidParameter')
    await refuses('Decrypt', blob, 400, 'InvalidParameter', 'The specified parameter is not valid.')
  })

  it('takes an empty context for none', async () => {
    const { createKey, succeeds } = bench()
    const sealed = await succeeds('Encrypt', { KeyId: await createKey(), Plaintext: HELLO, EncryptionContext: '{}' })
    await succeeds('Decrypt', { CiphertextBlob: String(sealed['CiphertextBlob']) })
  })

  it.each([
    '[{"Key":"Value"}]',
    '{"Key":12345}',
    '{"Key":["value1","value2"]}',
    'Key=Value',
    '""',
    `{"k":"${'v'.repeat(8_192)}"}`,
  ])('takes no %.30s for a context', async (EncryptionContext) => {
    const { createKey, refuses } = bench()
    const KeyId = await createKey()
    await refuses(
      'Encrypt',
      { KeyId, Plaintext: HELLO, EncryptionContext },
      400,
      'InvalidParameter',
      'The specified parameter is invalid.',
    )
    await refuses(
      'GenerateDataKey',
      { KeyId, EncryptionContext },
      400,
      'InvalidParameter',
      'The specified parameter is not valid.',
    )
  })

  it('is refused when it is damaged, and not found when nobody made it', async () => {
    const { createKey, succeeds, refuses, call } = bench()
    const sealed = await succeeds('Encrypt', { KeyId: await createKey(), Plaintext: HELLO })
    const blob = Buffer.from(String(sealed['CiphertextBlob']), 'base64')
    const decrypt = (bytes: Uint8Array) => ({ CiphertextBlob: Buffer.from(bytes).toString('base64') })
    for (const place of [40, 50, blob.length - 1]) {
      const damaged = Uint8Array.from(blob)
      damaged[place] = (damaged[place] ?? 0) ^ 1
      await refuses('Decrypt', decrypt(damaged), 400, 'InvalidParameter')
    }
    await refuses('Decrypt', decrypt(blob.subarray(0, 48)), 400, 'InvalidParameter')
    await refuses('Decrypt', decrypt(blob.subarray(0, 60)), 400, 'InvalidParameter')
    await refuses('Decrypt', { CiphertextBlob: 'not base64!' }, 400, 'InvalidParameter')
    const unknown = Buffer.concat([Buffer.from(VECTOR_VERSION), blob.subarray(36)])
    await refuses('Decrypt', decrypt(unknown), 404, 'Forbidden.KeyNotFound')
    const { status, body } = await call('Decrypt', decrypt(blob), { region: 'cn-beijing' })
    expect({ status, code: body['Code'] }).toEqual({ status: 404, code: 'Forbidden.KeyNotFound' })
  })

  it.runIf(supports('SM4'))('opens for SM4 keys too', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey({ KeySpec: 'Aliyun_SM4' })
    const sealed = await succeeds('Encrypt', { KeyId, Plaintext: HELLO, EncryptionContext: CONTEXT })
    const blob = { CiphertextBlob: String(sealed['CiphertextBlob']) }
    expect(await succeeds('Decrypt', { ...blob, EncryptionContext: CONTEXT })).toMatchObject({ Plaintext: HELLO })
    await refuses('Decrypt', blob, 400, 'InvalidParameter')
  })
})

describe('Encrypt', () => {
  it('gives back the very text it was given, Base64 or not', async () => {
    const { createKey, succeeds } = bench()
    const KeyId = await createKey()
    for (const Plaintext of ['plaintext', 'ütf-8 ✓', HELLO, 'AB==']) {
      const { CiphertextBlob } = await succeeds('Encrypt', { KeyId, Plaintext })
      expect(await succeeds('Decrypt', { CiphertextBlob: String(CiphertextBlob) })).toMatchObject({ Plaintext })
    }
  })

  it('takes 6144 bytes and no more', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    const of = (bytes: number) => ({ KeyId, Plaintext: Buffer.alloc(bytes, 1).toString('base64') })
    await succeeds('Encrypt', of(6_144))
    await refuses('Encrypt', of(6_145), 400, 'InvalidParameter', 'The specified parameter is invalid.')
  })

  it('wants a symmetric key', async () => {
    const { createKey, refuses } = bench()
    const KeyId = await createKey({ KeySpec: 'EC_P256' })
    await refuses('Encrypt', { KeyId, Plaintext: HELLO }, 400, 'UnsupportedOperation', 'This action is not supported.')
    await refuses('GenerateDataKey', { KeyId }, 400, 'UnsupportedOperation')
  })
})

describe('data keys', () => {
  it('have the length that was asked for, in bytes before spec, else 256 bits', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    const length = async (input: Record<string, string | number>) => {
      const { CiphertextBlob, Plaintext } = await succeeds('GenerateDataKey', { KeyId, ...input })
      const opened = await succeeds('Decrypt', { CiphertextBlob: String(CiphertextBlob) })
      expect(opened).toMatchObject({ Plaintext })
      return Buffer.from(String(Plaintext), 'base64').length
    }
    expect(await length({})).toBe(32)
    expect(await length({ KeySpec: 'AES_128' })).toBe(16)
    expect(await length({ KeySpec: 'AES_128', NumberOfBytes: 1_024 })).toBe(1_024)
    for (const NumberOfBytes of [0, 1_025])
      await refuses('GenerateDataKey', { KeyId, NumberOfBytes }, 400, 'InvalidParameter')
    const text = 'The specified parameter KeySpec is not valid.'
    await refuses('GenerateDataKey', { KeyId, KeySpec: 'AES_512' }, 400, 'InvalidParameter', text)
    await refuses('GenerateDataKey', { KeyId, Recipient: '{}' }, 400, 'UnsupportedOperation')
  })

  it('have a blob of 144 characters for 32 bytes, and come without plaintext where that is asked', async () => {
    const { createKey, succeeds } = bench()
    const KeyId = await createKey()
    const made = await succeeds('GenerateDataKeyWithoutPlaintext', { KeyId })
    expect(Object.keys(made).sort()).toEqual(['CiphertextBlob', 'KeyId', 'KeyVersionId'])
    expect(made['CiphertextBlob']).toHaveLength(144)
  })

  it('are exported under a public key of the caller', async () => {
    const { createKey, succeeds, refuses } = bench()
    const KeyId = await createKey()
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const PublicKeyBlob = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    const to = { PublicKeyBlob, WrappingKeySpec: 'RSA_2048', WrappingAlgorithm: 'RSAES_OAEP_SHA_256' }
    const unwrap = (exported: unknown) => {
      const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
      return privateDecrypt({ key: privateKey, ...padding }, Buffer.from(String(exported), 'base64')).toString('base64')
    }
    const made = await succeeds('GenerateAndExportDataKey', { KeyId, ...to, EncryptionContext: CONTEXT })
    const blob = { CiphertextBlob: String(made['CiphertextBlob']), EncryptionContext: CONTEXT }
    const { Plaintext } = await succeeds('Decrypt', blob)
    expect(unwrap(made['ExportedDataKey'])).toBe(Plaintext)
    const exported = await succeeds('ExportDataKey', { ...blob, ...to })
    expect(exported).toMatchObject({ KeyId, KeyVersionId: made['KeyVersionId'] })
    expect(unwrap(exported['ExportedDataKey'])).toBe(Plaintext)
    const mismatch = { ...to, WrappingKeySpec: 'EC_SM2', WrappingAlgorithm: 'SM2PKE' }
    await refuses('ExportDataKey', { ...blob, ...mismatch }, 400, 'InvalidParameter')
    await refuses('ExportDataKey', { ...blob, ...to, PublicKeyBlob: HELLO }, 400, 'InvalidParameter')
  })
})
