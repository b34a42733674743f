import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { ACCESS_KEY, type CreateVariant, KEY_ID, REGION, SECRET_KEY } from '../variant.ts'

/** `@aws-sdk/client-kms`, with its defaults. */
export const create: CreateVariant = async (port) => {
  const credentials = { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY }
  const client = new KMSClient({ region: REGION, endpoint: `http://127.0.0.1:${port}`, credentials })
  return { call: () => client.send(new DescribeKeyCommand({ KeyId: KEY_ID })), close: () => client.destroy() }
}
