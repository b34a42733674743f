import { type Input, type KmsClient, type OperationName, type Operations, operations } from '../../index.ts'

/** One operation with its input: what a command is about to do. */
export interface Step {
  readonly operation: OperationName
  readonly input: Readonly<Record<string, unknown>>
  /** What is sent after it, if it is accepted. */
  readonly afterwards?: string
  /** Its result has a `requestId`, enumerable or not, where the cloud gave one. */
  send(kms: KmsClient): Promise<object>
}

export function step<K extends OperationName>(operation: K, input: Input<K>): Step {
  return {
    operation,
    input: { ...input },
    send: (kms) => {
      const methods: Operations = kms
      return methods[operation](input)
    },
  }
}

/** An input as it may be shown: sizes in place of bytes, nothing of what the operation table calls secret. */
export function shownInput({ operation, input }: Step): Record<string, unknown> {
  const secrets: readonly string[] = operations[operation].secrets.input
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) {
    if (value instanceof Uint8Array) shown[name] = `<${value.byteLength} bytes>`
    else if (value !== undefined) shown[name] = secrets.includes(name) ? '<secret>' : value
  }
  return shown
}

export function requestIdOf(result: object): string | undefined {
  const requestId: unknown = Reflect.get(result, 'requestId')
  return typeof requestId === 'string' ? requestId : undefined
}

/** A result put together from several replies, with the request id of the last. */
export function withRequestId<R extends object>(result: R, requestId: string | undefined): R {
  return Object.defineProperty(result, 'requestId', { value: requestId, enumerable: false })
}
