import { createClient } from 'polykms'
import { otc } from 'polykms/otc'
import { ACCESS_KEY, type CreateVariant, KEY_ID, PROJECT_ID, SECRET_KEY } from '../variant.ts'

/** polykms as published: validation, deadline, retries and error mapping on. */
export const create: CreateVariant = async (port) => {
  const kms = createClient(
    otc({
      region: 'eu-de',
      projectId: PROJECT_ID,
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKey: ACCESS_KEY, secretKey: SECRET_KEY },
    }),
  )
  return { call: () => kms.describeKey({ keyId: KEY_ID }) }
}
