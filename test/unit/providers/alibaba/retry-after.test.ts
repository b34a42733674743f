import { expect, test } from 'vitest'
import { toError } from '../../../../providers/alibaba/errors.ts'

const context = { operation: 'encrypt', nowMs: 0 }
const body = JSON.stringify({ Code: 'Throttling', Message: 'slow down', RequestId: 'r' })

test.each([
  ['250', 250],
  ['0', 0],
  [undefined, undefined],
  ['soon', undefined],
])("reads the gateway's hint of %s as milliseconds", (hint, expected) => {
  const headers = hint === undefined ? {} : { 'x-acs-retry-after': hint }
  expect(toError({ status: 429, headers, body }, context).retryAfterMs).toBe(expected)
})
