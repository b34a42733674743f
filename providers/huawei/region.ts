import * as z from 'zod/mini'
import { KmsFailure } from '../../src/errors.ts'
import type { Bindings } from '../../src/provider.ts'
import { bareKeyId, type Dialect, pathPart, request } from '../shared/kms-v1/dialect.ts'
import { wireTags } from '../shared/kms-v1/tag.ts'
import { keyIdReply, noOutput } from '../shared/kms-v1/values.ts'
import { once } from '../shared/once.ts'

const replicated = once(() => z.extend(keyIdReply, { region: z.string() }))

/** @see https://github.com/huaweicloud/huaweicloud-sdk-go-v3 services/kms/v2: ReplicateKey, UpdatePrimaryRegion */
export function regions(dialect: Dialect): Pick<Bindings, 'replicateKey' | 'updatePrimaryRegion'> {
  const path = (keyId: string, verb: string) => `/v2/{project_id}/kms/keys/${pathPart(keyId, 'keyId')}/${verb}`
  return {
    replicateKey: {
      refuses: { policy: 'keys of this cloud have no policy: access is given by IAM policies and grants' },
      encode: ({ keyId, region, name, projectId, description, tags }) => {
        const id = bareKeyId(keyId)
        return request(dialect, 'POST', path(id, 'replicate'), {
          key_id: id,
          replica_region: region,
          key_alias: required('name', name),
          replica_project_id: required('projectId', projectId),
          key_description: description,
          tags: tags && wireTags(tags),
        })
      },
      decode: (reply) => {
        const { key_id: keyId, region } = replicated().parse(reply)
        return { keyId, region }
      },
    },
    updatePrimaryRegion: {
      encode: ({ keyId, region }) => {
        const id = bareKeyId(keyId)
        return request(dialect, 'PUT', path(id, 'update-primary-region'), { key_id: id, primary_region: region })
      },
      decode: noOutput,
    },
  }
}

function required(field: string, value: string | undefined): string {
  if (value !== undefined) return value
  throw new KmsFailure({ code: 'InvalidInput', field }, `${field}: Huawei Cloud needs it for a replica`)
}
