import { createHash, createHmac } from 'node:crypto'
import http from 'node:http'
import { ACCESS_KEY, type CreateVariant, KEY_ID, REGION, SECRET_KEY } from '../variant.ts'

/** The least that a signed call can cost here: keep-alive `node:http`, a cached signing key, `JSON.parse`, no checks. */
export const create: CreateVariant = async (port) => {
  const agent = new http.Agent({ keepAlive: true })
  const host = `127.0.0.1:${port}`
  let day = ''
  let key = Buffer.alloc(0)
  const hmac = (secret: Buffer | string, text: string) => createHmac('sha256', secret).update(text).digest()
  const signingKey = (date: string) => {
    if (date !== day) {
      day = date
      key = hmac(hmac(hmac(hmac(`AWS4${SECRET_KEY}`, date), REGION), 'kms'), 'aws4_request')
    }
    return key
  }
  const sign = (body: string) => {
    const stamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
    const date = stamp.slice(0, 8)
    const names = 'content-type;host;x-amz-date;x-amz-target'
    const head = `content-type:application/x-amz-json-1.1\nhost:${host}\nx-amz-date:${stamp}\nx-amz-target:TrentService.DescribeKey\n`
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const scope = `${date}/${REGION}/kms/aws4_request`
    const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash(`POST\n/\n\n${head}\n${names}\n${hash(body)}`)}`
    const signature = createHmac('sha256', signingKey(date)).update(toSign).digest('hex')
    return {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': Buffer.byteLength(body),
      host,
      'x-amz-date': stamp,
      'x-amz-target': 'TrentService.DescribeKey',
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    }
  }
  return {
    call: () =>
      new Promise((resolve, reject) => {
        const body = JSON.stringify({ KeyId: KEY_ID })
        const request = http.request({ port, host: '127.0.0.1', method: 'POST', path: '/', agent, headers: sign(body) })
        request.on('error', reject)
        request.on('response', (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))))
        })
        request.end(body)
      }),
    close: () => agent.destroy(),
  }
}
