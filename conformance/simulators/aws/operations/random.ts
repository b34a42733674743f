/** GenerateRandom (AWS KMS API reference). */
import type { Handlers } from '../call.ts'
import { refuseRecipient } from '../crypto-guards.ts'
import { refusal } from '../errors.ts'

export const randomness = {
  GenerateRandom: (call, input) => {
    // Formally optional, in fact required (localstack test_generate_random_invalid_number_of_bytes).
    if (input.NumberOfBytes === undefined) throw refusal('ValidationException', 'NumberOfBytes is required.')
    // The simulated account has no custom key stores.
    if (input.CustomKeyStoreId !== undefined) throw refusal('CustomKeyStoreNotFoundException')
    refuseRecipient(input)
    return { Plaintext: call.random.bytes(input.NumberOfBytes) }
  },
} satisfies Pick<Handlers, 'GenerateRandom'>
