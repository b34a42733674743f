import { beforeEach, describe, expect, it, vi } from 'vitest'
import { disabled, issue, keyId, USER, world } from './world.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const refusing = (status: number, headers: Record<string, string> = {}) => {
  const answer = issue()
  let asked = 0
  return {
    iam: (...given: Parameters<typeof answer>) => {
      asked += 1
      return asked === 1 ? { status, headers, body: '{}' } : answer(...given)
    },
    asked: () => asked,
  }
}

describe('a login that IAM refuses in passing', () => {
  it.each([429, 500, 502, 503, 504])(
    'with %d is made again, also for a call that may not be repeated',
    async (status) => {
      const service = refusing(status)
      const { kms, calls } = world({ credentials: USER }, { iam: service.iam, kms: () => disabled })
      expect(await kms.disableKey({ keyId })).toMatchObject({ state: 'Disabled' })
      expect(service.asked()).toBe(2)
      // Two logins and one request: nothing was sent to the KMS before the login succeeded.
      expect(calls).toHaveLength(3)
    },
  )

  it('waits as long as IAM asks', async () => {
    const service = refusing(429, { 'retry-after': '0.2' })
    const { kms } = world({ credentials: USER }, { iam: service.iam, kms: () => disabled })
    const startedMs = performance.now()
    await kms.disableKey({ keyId })
    expect(performance.now() - startedMs).toBeGreaterThan(190)
  })

  it.each([400, 401, 403, 404])('for good, with %d, is not', async (status) => {
    const service = refusing(status)
    const { kms } = world({ credentials: USER }, { iam: service.iam, kms: () => disabled })
    await expect(kms.disableKey({ keyId })).rejects.toMatchObject({ attempts: 0, retryable: false, ambiguous: false })
    expect(service.asked()).toBe(1)
  })

  it('is not made again with retries: 0, and the error says that another call may succeed', async () => {
    const service = refusing(503)
    const { kms } = world({ credentials: USER }, { iam: service.iam, kms: () => disabled })
    await expect(kms.disableKey({ keyId }, { retries: 0 })).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      attempts: 0,
      retryable: true,
      ambiguous: false,
    })
  })
})
