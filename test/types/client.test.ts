import { expect, expectTypeOf, test } from 'vitest'
import { type KmsClient, type Operations, operationNames } from '../../src/index.ts'

test('the documented interface has exactly the operations of the table, with their inputs and outputs', () => {
  expectTypeOf<Operations>().toExtend<Pick<KmsClient, keyof Operations>>()
  expectTypeOf<Exclude<keyof KmsClient, keyof Operations>>().toEqualTypeOf<'provider' | 'limits' | 'supports' | 'raw'>()
  expectTypeOf<Parameters<KmsClient['encrypt']>[0]>().toExtend<Parameters<Operations['encrypt']>[0]>()
  expect(operationNames.length).toBe(53)
})
