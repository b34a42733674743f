import type { Transport } from '../../src/wire.ts'

/**
 * Gets a token from the IAM service of Huawei Cloud or Open Telekom Cloud, without the provider that is under test.
 *
 * @see https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html
 */
export async function login(
  transport: Transport,
  iam: string,
  region: string,
  user: string,
  password: string,
): Promise<string> {
  const identity = { methods: ['password'], password: { user: { name: user, password, domain: { name: ACCOUNT } } } }
  const body = JSON.stringify({ auth: { identity, scope: { project: { name: region } } } })
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'POST', url: `${iam}/v3/auth/tokens`, headers, body } as const
  const reply = await transport(request, new AbortController().signal)
  const token = reply.headers['x-subject-token']
  if (token === undefined) throw new Error(`the login service answered ${reply.status} and no token`)
  return token
}

/** The simulators' one account. */
const ACCOUNT = '000000000000'
