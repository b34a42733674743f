/** What the commonest of Node's codes say to somebody who does not know them. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens at the address of the endpoint',
  ENOTFOUND: 'the name of the endpoint cannot be resolved',
  EAI_AGAIN: 'the name servers do not answer',
  EHOSTUNREACH: 'there is no route to the endpoint',
  ENETUNREACH: 'there is no route to the endpoint',
  ECONNRESET: 'the other side cut the connection',
  FETCH_FAILED: 'the function given to fetchTransport failed; call it by itself to see why',
  CLOSED: 'the other side closed the connection without an answer',
}

/** A transport's reason as words for people, the code in brackets; what is no such code stays as it is. */
export function inWords(reason: string): string {
  const words = Object.hasOwn(WORDS, reason) ? WORDS[reason] : undefined
  return words === undefined ? reason : `${words} (${reason})`
}
