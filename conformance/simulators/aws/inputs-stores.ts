/** Request members of the custom key store operations (botocore kms service-2). */
import { choice, optional, required, secretText, structure, text } from './shapes.ts'
import { customKeyStoreId, customKeyStoreName, limit, marker } from './vocabulary.ts'

const clusterId = optional(text(19, 24, 'cluster-[2-7a-zA-Z]{11,16}'))
const keyStorePassword = optional(secretText(7, 32))
const proxy = {
  XksProxyUriEndpoint: optional(text(10, 128, '^https://[a-zA-Z0-9.-]+$')),
  XksProxyUriPath: optional(text(10, 128, '^(/[a-zA-Z0-9\\/_-]+/kms/xks/v\\d{1,2})$|^(/kms/xks/v\\d{1,2})$')),
  XksProxyVpcEndpointServiceName: optional(
    text(20, 64, '^(com|eu)\\.amazonaws\\.vpce\\.([a-z]+-){2,3}\\d+\\.vpce-svc-[0-9a-z]+$'),
  ),
  XksProxyVpcEndpointServiceOwner: optional(text(12, 12, '[0-9]{12}')),
  XksProxyAuthenticationCredential: optional(
    structure({
      AccessKeyId: required(text(20, 30, '^[A-Z2-7]+$')),
      RawSecretAccessKey: required(secretText(43, 64, '^[a-zA-Z0-9\\/+=]+$')),
    }),
  ),
  XksProxyConnectivity: optional(choice(['PUBLIC_ENDPOINT', 'VPC_ENDPOINT_SERVICE'] as const)),
}

export const storeInputs = {
  CreateCustomKeyStore: {
    CustomKeyStoreName: required(customKeyStoreName),
    CloudHsmClusterId: clusterId,
    TrustAnchorCertificate: optional(text(1, 5000)),
    KeyStorePassword: keyStorePassword,
    CustomKeyStoreType: optional(choice(['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'] as const)),
    ...proxy,
  },
  ConnectCustomKeyStore: { CustomKeyStoreId: required(customKeyStoreId) },
  DisconnectCustomKeyStore: { CustomKeyStoreId: required(customKeyStoreId) },
  DeleteCustomKeyStore: { CustomKeyStoreId: required(customKeyStoreId) },
  DescribeCustomKeyStores: {
    CustomKeyStoreId: optional(customKeyStoreId),
    CustomKeyStoreName: optional(customKeyStoreName),
    Limit: optional(limit),
    Marker: optional(marker),
  },
  UpdateCustomKeyStore: {
    CustomKeyStoreId: required(customKeyStoreId),
    NewCustomKeyStoreName: optional(customKeyStoreName),
    KeyStorePassword: keyStorePassword,
    CloudHsmClusterId: clusterId,
    ...proxy,
  },
} as const
