import http from 'node:http'
import type { AddressInfo } from 'node:net'

// Answers at once what AWS KMS answers to DescribeKey: what is measured is the client.
const REPLY = JSON.stringify({
  KeyMetadata: {
    AWSAccountId: '111122223333',
    Arn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    CreationDate: 1_566_160_362.664,
    CurrentKeyMaterialId: 'a'.repeat(64),
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    Description: '',
    Enabled: true,
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    MultiRegion: false,
    Origin: 'AWS_KMS',
  },
})

const server = http.createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': Buffer.byteLength(REPLY),
      'x-amzn-requestid': 'b2b63bd1-1111-4222-8333-444455556666',
    })
    response.end(REPLY)
  })
})

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // it listens on TCP
  process.send?.({ port })
})
