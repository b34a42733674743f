import { TransportFailure } from './errors.ts'

// The request was not written to any connection, so the service cannot have acted on it.
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'])

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE =
  /^(ERR_TLS_CERT_|CERT_|CRL_|(DEPTH_ZERO_)?SELF_SIGNED_|UNABLE_TO_)|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/

/** Node would not write the request: a line break in a header, an address that is none. */
const UNWRITABLE = /^ERR_(INVALID_|HTTP_INVALID_|UNESCAPED_CHARACTERS$)/

// Of a proxy that can be reached: it may be able to reach the service the next time.
const PASSING_STATUS = new Set([429, 500, 502, 503, 504])

/**
 * An error of axios or of Node holds the request, headers and all: only its code goes on.
 *
 * @param connected - Was there a connection to the service that the request could be written to?
 */
export function failureOf(error: unknown, connected: boolean): TransportFailure {
  if (error instanceof TransportFailure) return error
  const code = wordOf(error, 'code') ?? 'CONNECTION_FAILED'
  if (CERTIFICATE.test(code)) {
    return new TransportFailure('impossible', `the certificate of the server or proxy is not accepted (${code})`)
  }
  if (UNWRITABLE.test(code))
    return new TransportFailure('impossible', `the request cannot be written as HTTP (${code})`)
  const unsent = !connected || UNSENT.has(code) || wordOf(error, 'syscall') === 'CONNECT'
  return new TransportFailure(unsent ? 'unsent' : 'cut', code)
}

/** A proxy's own answer in place of the service's. */
export function proxyRefusal(status: number): TransportFailure {
  const kind = PASSING_STATUS.has(status) ? 'unsent' : 'impossible'
  const hint = status === 407 ? ": it wants a user and a password, which belong into the proxy's URL" : ''
  return new TransportFailure(kind, `the proxy refused with HTTP ${status}${hint}`)
}

function wordOf(error: unknown, name: 'code' | 'syscall'): string | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined
  const word: unknown = Reflect.get(error, name)
  if (typeof word !== 'string') return undefined
  const upper = word.toUpperCase()
  return /^[A-Z0-9_]{1,60}$/.test(upper) ? upper : undefined
}
