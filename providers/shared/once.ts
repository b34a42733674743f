/** Makes a thing when it is first asked for. Of the schemas of replies, a program needs few, and making all takes long. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
