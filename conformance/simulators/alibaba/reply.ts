import type { Exchange } from '../shared/engine.ts'
import type { Reply } from '../shared/http.ts'
import type { Output } from './call.ts'
import type { AlibabaRefusal } from './errors.ts'
import { hostOf, type RpcRequest } from './rpc.ts'

const CONTENT_TYPES = { JSON: 'application/json;charset=utf-8', XML: 'text/xml;charset=utf-8' } as const

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Elements are named as the JSON members; a list is its element once per item. */
const toXml = (name: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((item) => toXml(name, item)).join('')
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([member, of]) => toXml(member, of))
          .join('')
      : String(value ?? '').replace(/[&<>]/g, (char) => ESCAPES[char] ?? char)
  return `<${name}>${inner}</${name}>`
}

const replyWith = (
  exchange: Exchange,
  { format }: Pick<RpcRequest, 'format'>,
  status: number,
  body: Output,
): Reply => ({
  status,
  headers: {
    'content-type': CONTENT_TYPES[format],
    'x-acs-request-id': exchange.requestId,
    date: new Date(exchange.wallMs).toUTCString(),
  },
  body: format === 'JSON' ? JSON.stringify(body) : toXml('KMS', body),
})

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The id a reply names, else the one the request asked for, unless that is an alias. */
const keyIdOf = ({ parameters }: RpcRequest, output: Output = {}): string | undefined => {
  const metadata: unknown = output['KeyMetadata']
  const created = typeof metadata === 'object' && metadata !== null && 'KeyId' in metadata ? metadata.KeyId : undefined
  const asked = parameters.get('KeyId')
  return textOf(output['KeyId']) ?? textOf(created) ?? (asked?.startsWith('alias/') ? undefined : asked)
}

export const successReply = (exchange: Exchange, rpc: RpcRequest, output: Output): Reply => {
  const keyId = keyIdOf(rpc, output)
  const reply = replyWith(exchange, rpc, 200, { RequestId: exchange.requestId, ...output })
  return keyId === undefined ? reply : Object.assign({}, reply, { keyId })
}

/** The gateway's envelope, which holds all that KMS's own error replies and the official clients know. */
export const errorReply = (exchange: Exchange, rpc: RpcRequest, { code, message, status }: AlibabaRefusal): Reply => {
  const { requestId } = exchange
  const keyId = keyIdOf(rpc)
  const body = {
    RequestId: requestId,
    HostId: hostOf(exchange.request),
    Code: code,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${code}&product=Kms&requestId=${requestId}`,
  }
  return { ...replyWith(exchange, rpc, status, body), errorCode: code, ...(keyId !== undefined && { keyId }) }
}
