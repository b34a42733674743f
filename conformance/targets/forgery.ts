import type { Transport, WireRequest } from '../../src/wire.ts'

/** Somebody with a valid access key and a wrong secret: on the wire, a signature that is not the right one. */
export function forging(transport: Transport): Transport {
  return (request, signal) => transport(forged(request), signal)
}

function forged({ url, headers, body, ...request }: WireRequest): WireRequest {
  const { authorization, 'x-auth-token': token } = headers
  return {
    ...request,
    url: spoilt(url),
    headers: {
      ...headers,
      ...(authorization !== undefined && { authorization: spoilt(authorization) }),
      ...(token !== undefined && { 'x-auth-token': other(token.slice(0, 1)) + token.slice(1) }),
    },
    // Alibaba Cloud's older signature may be among the parameters.
    body: /(^|&)Signature=/.test(body) ? spoilt(body) : body,
  }
}

function spoilt(text: string): string {
  return text.replace(/(\bSignature=)(.)/, (_, name: string, first: string) => name + other(first))
}

function other(character: string): string {
  return character === '0' ? '1' : '0'
}
