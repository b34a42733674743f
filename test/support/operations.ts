import type { KmsClient, OperationName } from '../../src/index.ts'
import { operationNames } from '../../src/index.ts'
import { smallestInputs } from './samples.ts'

type AnyOperation = (input: unknown, options?: object) => Promise<unknown>

/** Calls an operation by its name; the input may be anything, that is what is tried. */
export function callByName(kms: KmsClient, name: OperationName, input: unknown, options?: object): Promise<unknown> {
  const operation = kms[name] as unknown as AnyOperation // the tests give it wrong types on purpose
  return operation(input, options)
}

export function supportedOperations(kms: KmsClient): readonly OperationName[] {
  return operationNames.filter((name) => kms.supports(name))
}

/** A small input of an operation. */
export function sampleInput(name: OperationName): Readonly<Record<string, unknown>> {
  return smallestInputs(name)[0] ?? {}
}
