/** Makes a value when it is first asked for, and never again: an RSA key takes longer to make than twenty cases to run. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
