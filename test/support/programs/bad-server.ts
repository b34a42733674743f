import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service in a process of its own that keeps its clients waiting, in the way that the name of the key says. */
const server = http.createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { KeyId } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { KeyId: string }
    if (KeyId === 'silent') return
    const reply = JSON.stringify({ KeyMetadata: { KeyId, KeyState: 'Enabled' } })
    if (KeyId === 'refuses') response.writeHead(500).end('{"__type":"KMSInternalException"}')
    else if (KeyId === 'slow-body') response.writeHead(200, { 'content-length': reply.length }).write(reply.slice(0, 3))
    else response.end(reply)
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`) // it listens on TCP
})
// Ends with the one who started it.
process.stdin.on('end', () => process.exit()).resume()
