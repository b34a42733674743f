/**
 * The constraint language of the service model, with the TypeScript type of each shape derived from its data.
 * Bounds, patterns and enums: boto/botocore `botocore/data/kms/2014-11-01/service-2.json`; deviations cite their reason.
 */

export interface Text {
  readonly kind: 'string'
  readonly min?: number
  readonly max?: number
  /** As the service words it; `regex` is the same, ready to be asked. */
  readonly pattern?: string
  readonly regex?: RegExp
  /** A refusal does not repeat the value. */
  readonly secret?: true
}

export interface Choice<Value extends string = string> {
  readonly kind: 'enum'
  readonly values: readonly Value[]
  /** The set named in the refusal, where recordings show another than the accepted one. */
  readonly listed?: readonly string[]
}

export interface Bytes {
  readonly kind: 'blob'
  readonly min: number
  readonly max: number
  /** A missing secret blob is reported without the word `null`. */
  readonly secret?: true
}

export interface Integer {
  readonly kind: 'integer'
  readonly min: number
  readonly max: number
}

export interface Simple {
  readonly kind: 'boolean' | 'timestamp' | 'map'
}

export interface List<Item = unknown> {
  readonly kind: 'list'
  readonly of: Item
  readonly max?: number
}

export interface Structure<Of = unknown> {
  readonly kind: 'structure'
  readonly members: Of
}

export type Shape =
  | Text
  | Choice
  | Bytes
  | Integer
  | Simple
  | (Omit<List, 'of'> & { readonly of: Shape })
  | (Omit<Structure, 'members'> & { readonly members: Members })

export interface Member<Of = Shape, Needed extends boolean = boolean> {
  readonly shape: Of
  readonly required: Needed
}

export type Members = Readonly<Record<string, Member>>

/** What a value of the shape is once decoded: bytes from base64, timestamps in ms since the epoch. */
export type ValueOf<S> =
  S extends Choice<infer Value>
    ? Value
    : S extends Text
      ? string
      : S extends Bytes
        ? Uint8Array
        : S extends Integer
          ? number
          : S extends List<infer Item>
            ? readonly ValueOf<Item>[]
            : S extends Structure<infer Inner>
              ? StructureOf<Inner>
              : S extends { readonly kind: 'boolean' }
                ? boolean
                : S extends { readonly kind: 'timestamp' }
                  ? number
                  : Readonly<Record<string, string>>

type RequiredNames<M> = { [K in keyof M]: M[K] extends Member<unknown, true> ? K : never }[keyof M]

type ShapeIn<M> = M extends Member<infer S, boolean> ? S : never

export type StructureOf<M> = {
  readonly [K in RequiredNames<M>]: ValueOf<ShapeIn<M[K]>>
} & { readonly [K in Exclude<keyof M, RequiredNames<M>>]?: ValueOf<ShapeIn<M[K]>> }

export const text = (min: number, max: number, pattern?: string): Text =>
  pattern === undefined
    ? { kind: 'string', min, max }
    : { kind: 'string', min, max, pattern, regex: new RegExp(`^(?:${pattern})$`, 'u') }
export const secretText = (min: number, max: number, pattern?: string): Text => ({
  ...text(min, max, pattern),
  secret: true,
})
export const choice = <Value extends string>(values: readonly Value[], listed?: readonly string[]): Choice<Value> =>
  listed === undefined ? { kind: 'enum', values } : { kind: 'enum', values, listed }
export const blob = (max: number): Bytes => ({ kind: 'blob', min: 1, max })
export const secretBlob = (max: number): Bytes => ({ kind: 'blob', min: 1, max, secret: true })
export const integer = (min: number, max: number): Integer => ({ kind: 'integer', min, max })
export const boolean: { readonly kind: 'boolean' } = { kind: 'boolean' }
export const timestamp: { readonly kind: 'timestamp' } = { kind: 'timestamp' }
export const stringMap: { readonly kind: 'map' } = { kind: 'map' }
export const list = <Item extends Shape>(of: Item, max?: number): List<Item> =>
  max === undefined ? { kind: 'list', of } : { kind: 'list', of, max }
export const structure = <Of extends Members>(members: Of): Structure<Of> => ({ kind: 'structure', members })

export const required = <S extends Shape>(shape: S): Member<S, true> => ({ shape, required: true })
export const optional = <S extends Shape>(shape: S): Member<S, false> => ({ shape, required: false })
