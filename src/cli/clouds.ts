import { UsageError } from './exit.ts'

/** Reads `aws,alibaba` or `all`; refuses an unknown name by name. */
export function parseClouds<C extends string>(text: string, known: readonly C[]): readonly C[] {
  if (text === 'all') return known
  return text.split(',').map((name) => {
    const cloud = known.find((one) => one === name.trim())
    if (cloud === undefined) throw new UsageError(`unknown cloud "${name}"; known are ${known.join(', ')}, all`)
    return cloud
  })
}
