import { isJsonObject, type Json, type JsonObject, parseJson } from '../shared/json.ts'
import type { Call } from './call.ts'
import { refusal } from './errors.ts'
import { accountRootArn, type Site } from './naming.ts'

const format = (policy: Json): string => JSON.stringify(policy, null, 2)

/** The policy a key gets when none is given (recorded in localstack/localstack test_kms.snapshot.json). */
export const defaultPolicy = (site: Site): string =>
  format({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: accountRootArn(site) },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  })

const malformed = (text?: string) => refusal('MalformedPolicyDocumentException', text)

const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

const matches = (pattern: Json, text: string): boolean =>
  typeof pattern === 'string' &&
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    'i',
  ).test(text)

/** Whether a statement is about the caller: by name, by account, or by everybody. */
const concerns = (call: Call, principal: Json | undefined): boolean => {
  if (principal === '*') return true
  if (principal === undefined || !isJsonObject(principal)) return false
  const names = [call.callerArn, ...call.naming.accountNames(call), '*']
  return listOf(principal['AWS']).some((name) => typeof name === 'string' && names.includes(name))
}

const grantsPutKeyPolicy = (call: Call, statement: JsonObject): boolean =>
  concerns(call, statement['Principal']) &&
  listOf(statement['Action']).some((action) => matches(action, 'kms:PutKeyPolicy'))

/** Leaves the caller able to change the policy again; the check that `BypassPolicyLockoutSafetyCheck` switches off. */
const keepsControl = (call: Call, statements: readonly JsonObject[]): boolean => {
  const about = statements.filter((statement) => grantsPutKeyPolicy(call, statement))
  return about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny')
}

/** The policy as it is stored and read back (AWS returns it re-formatted), or the reason it is refused. */
export const checkPolicy = (call: Call, text: string | undefined, bypassLockoutCheck: boolean | undefined): string => {
  if (text === undefined) return defaultPolicy(call)
  const parsed = parseJson(text)
  if (parsed === undefined || !isJsonObject(parsed)) throw malformed('Policy contains invalid Json')
  const statements = listOf(parsed['Statement'])
  if (statements.length === 0) throw malformed('Policy contains no statements')
  if (!statements.every(isJsonObject)) throw malformed('Policy contains a statement with invalid syntax')
  if (Buffer.byteLength(text) > call.limits.policyBytes)
    throw refusal('LimitExceededException', `Key policies must not exceed ${call.limits.policyBytes} bytes.`)
  if (bypassLockoutCheck !== true && !keepsControl(call, statements.filter(isJsonObject)))
    throw malformed('The new key policy will not allow you to update the key policy in the future.')
  return format(parsed)
}
