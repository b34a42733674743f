import { createClient } from 'polykms'
import { quilibrium } from 'polykms/quilibrium'
import { ACCESS_KEY, type CreateVariant, KEY_ID, SECRET_KEY } from '../variant.ts'

/** polykms as published: validation, deadline, retries and error mapping on. */
export const create: CreateVariant = async (port) => {
  const kms = createClient(
    quilibrium({
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY },
    }),
  )
  return { call: () => kms.describeKey({ keyId: KEY_ID }) }
}
