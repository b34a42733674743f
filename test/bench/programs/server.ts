import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { quilibriumForAwsClient, replies } from '../replies.ts'

// Answers at once what one cloud answers to DescribeKey, whatever it is asked: what is measured is the client.
const cloud = process.argv[2] ?? ''
const known: Readonly<Record<string, (typeof replies)[keyof typeof replies] | undefined>> = replies
const reply = known[cloud]
if (reply === undefined) throw new Error(`no reply of ${cloud}`)

const server = http.createServer((request, response) => {
  const fromAwsClient = cloud === 'quilibrium' && request.headers['user-agent']?.includes('aws-sdk-js') === true
  const { headers, body } = fromAwsClient ? quilibriumForAwsClient : reply
  request.resume()
  request.on('end', () => response.writeHead(200, headers).end(body))
})
// Clients' connections outlive a pause on a busy machine: a call that meets a closing one is no measure of anything.
server.keepAliveTimeout = 300_000

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // it listens on TCP
  process.send?.({ port })
})
process.on('disconnect', () => process.exit())
