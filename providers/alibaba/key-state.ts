import type { KeyState } from '../../src/key-state.ts'

/**
 * The four states a key can show.
 *
 * @see https://github.com/AlibabaCloudDocs/kms cn.zh-CN/API参考/用户主密钥的状态对API调用的影响.md
 */
export const PROVIDER_STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] as const satisfies KeyState[]

/** Their words are ours; any other word is `Unknown`. */
export function toKeyState(providerState: string): KeyState {
  return PROVIDER_STATES.find((state) => state === providerState) ?? 'Unknown'
}
