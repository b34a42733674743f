import { setTimeout as sleep } from 'node:timers/promises'
import { findKey, saveKey } from '../../aws/call.ts'
import { refusal as awsRefusal } from '../../aws/errors.ts'
import { inState } from '../../aws/keys.ts'
import { newKey } from '../../aws/operations/create-key.ts'
import { familyOf } from '../../aws/specs.ts'
import type { KeyRecord, KeySpec } from '../../aws/types.ts'
import type { QCall, QHandler, QInput } from '../call.ts'
import { refusal } from '../errors.ts'
import { createdMetadata } from '../metadata.ts'
import { withValues } from '../tags.ts'
import { isWithinReach, ORIGINS, SPECS, USAGES } from '../words.ts'

const specOf = ({ CustomerMasterKeySpec: documented, KeySpec: sent }: QInput<'CreateKey'>): KeySpec => {
  if (documented !== undefined && sent !== undefined && documented !== sent)
    throw awsRefusal('ValidationException', 'KeySpec and CustomerMasterKeySpec must not differ.')
  const spec = documented ?? sent ?? 'SYMMETRIC_DEFAULT'
  if (!isWithinReach(spec)) throw refusal('UnsupportedOperationException')
  return SPECS[spec]
}

/** Only symmetric keys import material (pages of GetParametersForImport and ImportKeyMaterial). */
const checkOrigin = (input: QInput<'CreateKey'>, spec: KeySpec): void => {
  if (input.Origin === 'EXTERNAL' && familyOf(spec) !== 'SYMMETRIC') throw refusal('UnsupportedOperationException')
}

/** Whether several parties make the key together: those named, or by the client's default the service and the caller. */
const isThresholdKey = (key: KeyRecord, { Participants }: QInput<'CreateKey'>): boolean =>
  key.origin !== 'EXTERNAL' && (Participants !== undefined || familyOf(key.spec) === 'ASYMMETRIC')

/** The simulator plays the caller's sidecar too: all there is to see of the parties' work is the time it takes. */
const generated = async (call: QCall, key: KeyRecord): Promise<KeyRecord> => {
  const creating: KeyRecord = {
    ...key,
    state: 'Creating',
    passing: { untilMs: call.nowMs + call.keyGenerationMs, to: 'Enabled' },
  }
  saveKey(call, creating)
  if (call.background) return creating
  await sleep(call.keyGenerationMs)
  const now = findKey(call, key.keyId)
  if (now?.state === 'Creating') saveKey(call, inState(now, 'Enabled'))
  return key
}

export const createKey: QHandler<'CreateKey'> = async (call, input) => {
  const spec = specOf(input)
  checkOrigin(input, spec)
  const key = await newKey(call, {
    KeySpec: spec,
    Origin: ORIGINS[input.Origin ?? 'QKMS'],
    ...(input.KeyUsage !== undefined && { KeyUsage: USAGES[input.KeyUsage] }),
    ...(input.Policy !== undefined && { Policy: input.Policy }),
    ...(input.Description !== undefined && { Description: input.Description }),
    ...(input.BypassPolicyLockoutSafetyCheck === true && { BypassPolicyLockoutSafetyCheck: true }),
    ...(input.MultiRegion === true && { MultiRegion: true }),
    ...(input.Tags !== undefined && { Tags: withValues(input.Tags) }),
  })
  const takesTime = call.keyGenerationMs > 0 && isThresholdKey(key, input)
  return { KeyMetadata: createdMetadata(call, takesTime ? await generated(call, key) : key) }
}
