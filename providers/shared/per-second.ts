/**
 * `write`, asked again only when the second has changed.
 *
 * Signatures carry the time in whole seconds, and Node takes longer to write a time than to sign it.
 */
export function perSecond(write: (date: Date) => string): (date: Date) => string {
  let second = Number.NaN
  let text = ''
  return (date) => {
    const current = Math.floor(date.getTime() / 1000)
    if (current !== second) {
      text = write(date)
      second = current
    }
    return text
  }
}
