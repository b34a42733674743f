import { KmsError, type KmsErrorCode } from '../../src/errors.ts'
import type { KmsClient } from '../../src/index.ts'
import type { KeyState } from '../../src/key-state.ts'

/** A client of which only some methods are there: the helpers must use no others. */
export function fakeClient(methods: Partial<KmsClient>): KmsClient {
  // Whatever else is called fails at once.
  return { provider: 'fake', ...methods } as KmsClient
}

export function failure(code: KmsErrorCode, more: { ambiguous?: boolean } = {}): KmsError {
  return new KmsError(`fake: ${code}`, { code, provider: 'fake', operation: 'any', attempts: 1, ...more })
}

/** `describeKey` showing one state after the other, the last one over and over; an error is thrown. */
export function statesOf(...states: (KeyState | Error)[]) {
  let reads = 0
  const describeKey: KmsClient['describeKey'] = async ({ keyId }) => {
    const state = states[Math.min(reads, states.length - 1)]
    reads += 1
    if (state === undefined || state instanceof Error) throw state ?? new Error('no state')
    return {
      keyId,
      state,
      providerState: state.toUpperCase(),
      spec: 'AES_256',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'PROVIDER',
      requestId: undefined,
      raw: {},
    }
  }
  return { describeKey, reads: () => reads }
}
