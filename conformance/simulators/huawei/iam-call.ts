import { isJsonObject, type Json, type JsonObject, parseJson } from '../shared/json.ts'
import type { Random } from '../shared/random.ts'
import type { Gate } from './authenticate.ts'
import { keystoneRefusal } from './errors.ts'
import type { Settings } from './options.ts'
import { DOMAIN_ID, DOMAIN_NAME, regionOfHost } from './projects.ts'

/** One call to IAM. */
export interface IamCall extends Gate {
  readonly random: Random
}

interface IamOutput {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

export type IamHandler = (call: IamCall) => IamOutput

/** UTC with microseconds, as IAM writes moments. */
export const isoMicroseconds = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z')

export const DOMAIN = { id: DOMAIN_ID, name: DOMAIN_NAME }

export const badRequest = (what: string) => keystoneRefusal(400, `The request body is invalid: ${what}.`)

export const bodyOf = ({ request }: IamCall): JsonObject => {
  const body = parseJson(Buffer.from(request.body).toString('utf8'))
  if (!isJsonObject(body)) throw badRequest('it is not a JSON object')
  return body
}

/** A member of an object, `undefined` where either is missing. */
export const member = (value: Json | undefined, name: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** A member of members, as text. */
export const textAt = (value: Json | undefined, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<Json | undefined>(member, value)
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** Where a service is reached: its own host for callers of a real host name, else where the caller found IAM. */
export const serviceUrl = (settings: Settings, url: URL, service: 'kms' | 'iam', region: string): string =>
  regionOfHost(settings, url.host) === undefined && !/\.(?:myhuaweicloud|t-systems)\./.test(url.host)
    ? url.origin
    : `https://${settings.profile.hostOf(service, region)}`
