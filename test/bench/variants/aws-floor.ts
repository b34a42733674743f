import { basicDate, createFloor, hmac, sha256 } from '../floor.ts'
import { ACCESS_KEY, KEY_ID, REGION, SECRET_KEY } from '../variant.ts'

const NAMES = 'content-type;host;x-amz-date;x-amz-target'
let day = ''
let key: Buffer = Buffer.alloc(0)

/** The derived key holds for a day, so it is derived once a day. */
function signingKey(date: string): Buffer {
  if (date !== day) {
    day = date
    key = [date, REGION, 'kms', 'aws4_request'].reduce<Buffer>(
      (secret, part) => hmac(secret, part).digest(),
      Buffer.from(`AWS4${SECRET_KEY}`),
    )
  }
  return key
}

/** Signature Version 4 by hand. */
export const create = createFloor((host) => {
  const body = JSON.stringify({ KeyId: KEY_ID })
  const stamp = basicDate()
  const date = stamp.slice(0, 8)
  const scope = `${date}/${REGION}/kms/aws4_request`
  const head = `content-type:application/x-amz-json-1.1\nhost:${host}\nx-amz-date:${stamp}\nx-amz-target:TrentService.DescribeKey\n`
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(`POST\n/\n\n${head}\n${NAMES}\n${sha256(body)}`)}`
  const signature = hmac(signingKey(date), toSign).digest('hex')
  return {
    path: '/',
    body,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      host,
      'x-amz-date': stamp,
      'x-amz-target': 'TrentService.DescribeKey',
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/${scope}, SignedHeaders=${NAMES}, Signature=${signature}`,
    },
  }
})
