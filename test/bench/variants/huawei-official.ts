import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core'
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js'
import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js'
import { ACCESS_KEY, type CreateVariant, KEY_ID, PROJECT_ID, SECRET_KEY } from '../variant.ts'

/** `@huaweicloud/huaweicloud-sdk-core`, called as its KMS service package would: that package is not on npm. */
export const create: CreateVariant = async (port) => {
  const credentials = new BasicCredentials().withAk(ACCESS_KEY).withSk(SECRET_KEY).withProjectId(PROJECT_ID)
  const client = new ClientBuilder((made: HcClient) => made)
    .withCredential(credentials)
    .withEndpoint(`http://127.0.0.1:${port}`)
    .build()
  return {
    call: () =>
      client.sendRequest({
        method: 'POST',
        url: `/v1.0/${PROJECT_ID}/kms/describe-key`,
        contentType: 'application/json',
        queryParams: {},
        pathParams: {},
        headers: {},
        data: { key_id: KEY_ID },
      }),
  }
}
