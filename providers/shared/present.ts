/** The same without members that are `undefined`: what the cloud does not say is absent. */
export function present<T extends object>(fields: T): T {
  // A new object, as one that members were taken from is slow ever after.
  const said: Partial<T> = {}
  for (const name in fields) if (fields[name] !== undefined) said[name] = fields[name]
  // Boundary: a member that may be undefined is an optional one, so without it this is still a T.
  return said as T
}
