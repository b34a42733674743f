import * as core from 'zod/v4/core'
import type { AttemptFacts } from './attempt.ts'
import { KmsFailure } from './errors.ts'
import type { Codec } from './provider.ts'
import type { WireResponse } from './wire.ts'

interface Read<O> {
  readonly output: O
}

const lost = (httpStatus: number, requestId: string | undefined): AttemptFacts => ({
  code: 'InvalidResponse',
  retry: 'transient',
  message: 'the reply is empty, where the cloud documents one',
  httpStatus,
  requestId,
})

/**
 * Reads a reply with its codec. A body that is missing where one is needed was lost on the way, as half of one would
 * be, and is told as a failure that may pass; any other shape that no page shows will not change.
 *
 * @param mutates - A call that changes nothing asks for something: to it no body is an answer, not even a list of none.
 * @throws KmsFailure for a reply that is not of the documented shape, or that the codec refuses.
 */
export function decodeReply<I, O>(
  codec: Codec<I, O>,
  { body, status }: WireResponse,
  reply: unknown,
  input: I,
  mutates: boolean,
  requestId: string | undefined,
): Read<O> | AttemptFacts {
  if (body === '' && !mutates) return lost(status, requestId)
  try {
    return { output: codec.decode(reply, input) }
  } catch (error) {
    if (error instanceof KmsFailure) throw error
    if (body === '') return lost(status, requestId)
    throw new KmsFailure({ code: 'InvalidResponse' }, `the reply does not have the documented shape${placeOf(error)}`)
  }
}

/**
 * Where a schema found the fault: member names only, never values. A provider of somebody else's may have read with
 * another zod than ours, classic or of another version: the core's errors know each other by name.
 */
function placeOf(error: unknown): string {
  if (!(error instanceof core.$ZodError)) return ''
  const path = error.issues[0]?.path.map(String).join('.') ?? ''
  return path === '' ? '' : ` at ${path}`
}
