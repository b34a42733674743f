import { randomUUID } from 'node:crypto'
import { createFloor, hmac, sha256 } from '../floor.ts'
import { ACCESS_KEY, KEY_ID, SECRET_KEY } from '../variant.ts'

const NAMES = 'content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'

/** ACS3-HMAC-SHA256 by hand. */
export const create = createFloor((host) => {
  const body = `KeyId=${KEY_ID}`
  const hash = sha256(body)
  const date = new Date().toISOString().replace(/\.\d{3}/, '')
  const nonce = randomUUID()
  const head = `content-type:application/x-www-form-urlencoded\nhost:${host}\nx-acs-action:DescribeKey\nx-acs-content-sha256:${hash}\nx-acs-date:${date}\nx-acs-signature-nonce:${nonce}\nx-acs-version:2016-01-20\n`
  const toSign = `ACS3-HMAC-SHA256\n${sha256(`POST\n/\n\n${head}\n${NAMES}\n${hash}`)}`
  const signature = hmac(SECRET_KEY, toSign).digest('hex')
  return {
    path: '/',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      host,
      'x-acs-action': 'DescribeKey',
      'x-acs-content-sha256': hash,
      'x-acs-date': date,
      'x-acs-signature-nonce': nonce,
      'x-acs-version': '2016-01-20',
      authorization: `ACS3-HMAC-SHA256 Credential=${ACCESS_KEY},SignedHeaders=${NAMES},Signature=${signature}`,
    },
  }
})
