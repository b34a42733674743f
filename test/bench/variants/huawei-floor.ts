import { basicDate, createFloor, hmac, sha256 } from '../floor.ts'
import { ACCESS_KEY, KEY_ID, PROJECT_ID, SECRET_KEY } from '../variant.ts'

const NAMES = 'content-type;host;x-project-id;x-sdk-date'
const PATH = `/v1.0/${PROJECT_ID}/kms/describe-key`

/** SDK-HMAC-SHA256 by hand. */
export const create = createFloor((host) => {
  const body = JSON.stringify({ key_id: KEY_ID })
  const date = basicDate()
  const head = `content-type:application/json\nhost:${host}\nx-project-id:${PROJECT_ID}\nx-sdk-date:${date}\n`
  const toSign = `SDK-HMAC-SHA256\n${date}\n${sha256(`POST\n${PATH}/\n\n${head}\n${NAMES}\n${sha256(body)}`)}`
  const signature = hmac(SECRET_KEY, toSign).digest('hex')
  return {
    path: PATH,
    body,
    headers: {
      'content-type': 'application/json',
      host,
      'x-project-id': PROJECT_ID,
      'x-sdk-date': date,
      authorization: `SDK-HMAC-SHA256 Access=${ACCESS_KEY}, SignedHeaders=${NAMES}, Signature=${signature}`,
    },
  }
})
