/** Custom key stores, answered as for an account that has none and no CloudHSM cluster or external proxy to make one of. */
import type { Handler, Handlers } from '../call.ts'
import { refusal } from '../errors.ts'

const noStore = () => refusal('CustomKeyStoreNotFoundException')

const describeCustomKeyStores: Handler<'DescribeCustomKeyStores'> = (_call, input) => {
  if (input.CustomKeyStoreId !== undefined && input.CustomKeyStoreName !== undefined)
    throw refusal('ValidationException', 'Specify either CustomKeyStoreId or CustomKeyStoreName, not both.')
  if (input.CustomKeyStoreId !== undefined || input.CustomKeyStoreName !== undefined) throw noStore()
  if (input.Marker !== undefined) throw refusal('InvalidMarkerException')
  return { CustomKeyStores: [], Truncated: false }
}

const createCustomKeyStore: Handler<'CreateCustomKeyStore'> = (_call, input) => {
  const external = input.CustomKeyStoreType === 'EXTERNAL_KEY_STORE'
  const needed = external
    ? (['XksProxyUriEndpoint', 'XksProxyUriPath', 'XksProxyConnectivity', 'XksProxyAuthenticationCredential'] as const)
    : (['CloudHsmClusterId', 'TrustAnchorCertificate', 'KeyStorePassword'] as const)
  const missing = needed.filter((name) => input[name] === undefined)
  if (missing.length > 0)
    throw refusal('ValidationException', `You must specify ${missing.join(', ')} for this custom key store type.`)
  throw refusal(external ? 'XksProxyUriUnreachableException' : 'CloudHsmClusterNotFoundException')
}

export const keyStore = {
  DescribeCustomKeyStores: describeCustomKeyStores,
  CreateCustomKeyStore: createCustomKeyStore,
  ConnectCustomKeyStore: () => {
    throw noStore()
  },
  DisconnectCustomKeyStore: () => {
    throw noStore()
  },
  DeleteCustomKeyStore: () => {
    throw noStore()
  },
  UpdateCustomKeyStore: () => {
    throw noStore()
  },
} satisfies Partial<Handlers>
