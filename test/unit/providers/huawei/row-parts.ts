import { createHash } from 'node:crypto'
import type { OperationName } from '../../../../src/index.ts'
import { bytes, KEY_ID } from './service.ts'

/** Operation, input, method and path after the project, body. */
export type RequestRow = readonly [OperationName, object, string, unknown]

/* What the inputs of the rows are made of. */
export const key = { key_id: KEY_ID }
export const keyId = KEY_ID
export const plaintext = bytes('a data key of thirty-two bytes !')
export const sha256 = (of: Uint8Array) => createHash('sha256').update(of).digest('hex')
export const blob = new Uint8Array(256).fill(7)
export const blob64 = Buffer.from(blob).toString('base64')
export const blobHex = Buffer.from(blob).toString('hex')
export const context = { tenant: '42', app: 'shop' }
