import { type Call, type Handlers, NOTHING, saveKey } from '../call.ts'
import { refusal } from '../errors.ts'
import { requireAnyKey, requireEditable, requireKey, requireRoom } from '../guards.ts'
import type { Input } from '../inputs.ts'
import { withoutTags, withTags } from '../tags.ts'
import { missingParameter } from '../validate.ts'

type TagAction = 'TagResource' | 'UntagResource' | 'ListResourceTags'

type Owner = Pick<Input<'TagResource'>, 'KeyId' | 'SecretName' | 'CertificateId'>

/** The key that is meant; secrets and certificates are not simulated, so none is ever found. */
const ownerKeyId = ({ KeyId, SecretName, CertificateId }: Owner): string => {
  const given = [KeyId, SecretName, CertificateId].filter((name) => name !== undefined)
  if (given.length === 0) throw missingParameter('KeyId')
  if (given.length > 1) throw refusal('InvalidParameter')
  if (KeyId === undefined) throw refusal('Forbidden.ResourceNotFound', 'The specified resource is not found.')
  return KeyId
}

const listed = (call: Call, keyId: string) => {
  const key = requireKey(call, keyId)
  return key.tags.map((tag) => ({ KeyId: key.keyId, ...tag }))
}

export const tag: Handlers<TagAction> = {
  TagResource: (call, input) => {
    const key = requireAnyKey(call, ownerKeyId(input))
    requireEditable(key)
    const tags = withTags(key.tags, input.Tags)
    requireRoom(tags.length, call.limits.tagsPerKey)
    saveKey(call, { ...key, tags })
    return NOTHING
  },

  UntagResource: (call, input) => {
    const key = requireKey(call, ownerKeyId(input))
    requireEditable(key)
    saveKey(call, { ...key, tags: withoutTags(key.tags, input.TagKeys) })
    return NOTHING
  },

  ListResourceTags: (call, input) => ({ Tags: { Tag: listed(call, input.KeyId) } }),
}
