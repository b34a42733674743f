import { type AlibabaRefusal, refusal } from './errors.ts'
import type { Field } from './fields.ts'
import { type Action, type Input, inputs } from './inputs.ts'
import type { Parameters } from './rpc.ts'

/** The wording of KMS's common errors page. */
export const missingParameter = (name: string): AlibabaRefusal =>
  refusal('MissingParameter', `The parameter "${name}" is needed but not provided.`)

/** Encrypt's page and two parameters have words of their own; everything else is refused without a name. */
const invalidParameter = (action: Action, name: string): AlibabaRefusal => {
  if (action === 'Encrypt') return refusal('InvalidParameter', 'The specified parameter is invalid.')
  const named = name === 'RotationInterval' || (name === 'KeySpec' && action !== 'CreateKey')
  return named
    ? refusal('InvalidParameter', `The specified parameter ${name} is not valid.`)
    : refusal('InvalidParameter')
}

/** Checks and decodes an action's parameters: what is missing first, then what is not valid. Unknown ones are ignored. */
export const validate = <A extends Action>(action: A, parameters: Parameters): Input<A> => {
  const fields = Object.entries<Field>(inputs[action])
  for (const [name, field] of fields) if (field.needed && !field.present(parameters, name)) throw missingParameter(name)
  const values: Record<string, unknown> = {}
  for (const [name, field] of fields) {
    if (!field.present(parameters, name)) continue
    const value = field.read(parameters, name)
    if (value === undefined) throw invalidParameter(action, name)
    values[name] = value
  }
  return values as Input<A> // read by the very fields Input<A> is derived from
}
