import type { ErrorRule } from '../../src/provider.ts'
import type { ErrorTable } from '../shared/error-table.ts'

const API = 'https://docs.aws.amazon.com/kms/latest/APIReference'

const rule = (code: ErrorRule['code'], action: string): ErrorRule => ({
  code,
  retry: 'never',
  source: `${API}/API_${action}.html#API_${action}_Errors`,
})

/**
 * Errors of custom key stores, most of them of actions that only `raw` reaches.
 *
 * A store, cluster or proxy that is not in the condition the call needs is a `Conflict`: no key's state is meant.
 */
export const storeErrors: ErrorTable = {
  CloudHsmClusterInUseException: rule('AlreadyExists', 'CreateCustomKeyStore'),
  CloudHsmClusterInvalidConfigurationException: rule('Conflict', 'CreateCustomKeyStore'),
  CloudHsmClusterNotActiveException: rule('Conflict', 'CreateCustomKeyStore'),
  CloudHsmClusterNotFoundException: rule('NotFound', 'CreateCustomKeyStore'),
  CloudHsmClusterNotRelatedException: rule('InvalidInput', 'UpdateCustomKeyStore'),
  CustomKeyStoreHasCMKsException: rule('Conflict', 'DeleteCustomKeyStore'),
  CustomKeyStoreInvalidStateException: rule('Conflict', 'CreateKey'),
  CustomKeyStoreNameInUseException: rule('AlreadyExists', 'CreateCustomKeyStore'),
  CustomKeyStoreNotFoundException: rule('NotFound', 'CreateKey'),
  IncorrectTrustAnchorException: rule('InvalidInput', 'CreateCustomKeyStore'),
  XksKeyAlreadyInUseException: rule('AlreadyExists', 'CreateKey'),
  XksKeyInvalidConfigurationException: rule('InvalidKeyUsage', 'CreateKey'),
  XksKeyNotFoundException: rule('NotFound', 'CreateKey'),
  XksProxyIncorrectAuthenticationCredentialException: rule('InvalidInput', 'CreateCustomKeyStore'),
  XksProxyInvalidConfigurationException: rule('Conflict', 'CreateCustomKeyStore'),
  XksProxyInvalidResponseException: rule('Conflict', 'CreateCustomKeyStore'),
  XksProxyUriEndpointInUseException: rule('AlreadyExists', 'CreateCustomKeyStore'),
  XksProxyUriInUseException: rule('AlreadyExists', 'CreateCustomKeyStore'),
  XksProxyUriUnreachableException: rule('Conflict', 'CreateCustomKeyStore'),
  XksProxyVpcEndpointServiceInUseException: rule('AlreadyExists', 'CreateCustomKeyStore'),
  XksProxyVpcEndpointServiceInvalidConfigurationException: rule('Conflict', 'CreateCustomKeyStore'),
  XksProxyVpcEndpointServiceNotFoundException: rule('NotFound', 'CreateCustomKeyStore'),
}
