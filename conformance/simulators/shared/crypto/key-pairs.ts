import { generateMaterial, type KeyMaterial } from './material.ts'
import type { PairSpec } from './specs.ts'

/** Key pairs, some of them made before they are asked for: an RSA key takes 0.1 s to several seconds. */
export interface KeyPairSource {
  /** Hands out a pair; no pair is handed out twice. */
  take(spec: PairSpec): Promise<KeyMaterial>
  /** Starts making pairs in OpenSSL's own threads; a failure shows in the `take` that gets it. */
  prepare(spec: PairSpec, count: number): void
}

/** A source of its own per simulator, so that no two simulators and no two keys ever share a private key. */
export function createKeyPairSource(): KeyPairSource {
  const prepared = new Map<PairSpec, Promise<KeyMaterial>[]>()
  return {
    take: (spec) => prepared.get(spec)?.shift() ?? generateMaterial(spec),
    prepare: (spec, count) => {
      const pairs = Array.from({ length: count }, () => {
        const pair = generateMaterial(spec)
        pair.catch(() => undefined) // reported by `take`; until then it must not count as unhandled
        return pair
      })
      prepared.set(spec, [...(prepared.get(spec) ?? []), ...pairs])
    },
  }
}
