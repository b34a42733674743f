import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
} from '@aws-sdk/client-kms'
import { createAwsSimulator } from '../../conformance/simulators/index.ts'
import { type RunningServer, serve } from '../../conformance/simulators/serve.ts'

/** The AWS simulator on a port of its own, and AWS's own client for it. */
export interface AwsBench {
  readonly server: RunningServer
  /** One attempt per call, so that a test sees the first answer. */
  client(region?: string): KMSClient
}

export async function startAwsBench(): Promise<AwsBench> {
  const server = await serve({ port: 0, simulators: [createAwsSimulator()] })
  return {
    server,
    client: (region = 'us-east-1') =>
      new KMSClient({
        endpoint: server.url,
        region,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      }),
  }
}

/** Creates a key and returns its ARN. */
export async function createKeyWith(kms: KMSClient, input: CreateKeyCommandInput): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(input))
  return given(KeyMetadata?.Arn)
}

/**
 * Creates a key of outside material the way the AWS KMS developer guide does it with OpenSSL: RSA-OAEP of an AES-256
 * key, then AES key wrap with padding (RFC 5649) of the material.
 */
export async function importKeyWith(
  kms: KMSClient,
  input: CreateKeyCommandInput,
  material: Uint8Array,
): Promise<string> {
  const KeyId = await createKeyWith(kms, { ...input, Origin: 'EXTERNAL' })
  await importInto(kms, KeyId, material)
  return KeyId
}

export async function importInto(kms: KMSClient, KeyId: string, material: Uint8Array): Promise<void> {
  const parameters = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  )
  const key = spkiKey(given(parameters.PublicKey))
  const aesKey = randomBytes(32)
  const wrap = createCipheriv('id-aes256-wrap-pad', aesKey, Buffer.from('a65959a6', 'hex'))
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  const EncryptedKeyMaterial = Buffer.concat([
    publicEncrypt({ key, padding, oaepHash: 'sha256' }, aesKey),
    wrap.update(material),
    wrap.final(),
  ])
  const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE'
  const { ImportToken } = parameters
  await kms.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel }))
}

/** The public key of a DER SubjectPublicKeyInfo. */
export function spkiKey(spki: Uint8Array) {
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
}

/** What a reply must have. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the reply lacks a member')
  return value
}
