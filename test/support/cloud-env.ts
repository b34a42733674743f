/** Per cloud, what the environment of somebody holds who calls the simulators at this address, and their region. */
export function cloudEnv(cloud: string, url: string): { region: string; env: Readonly<Record<string, string>> } {
  const found = environments[cloud]
  if (found === undefined) throw new Error(`no environment for ${cloud}`)
  return found(url)
}

const environments: Readonly<
  Record<string, (url: string) => { region: string; env: Readonly<Record<string, string>> }>
> = {
  aws: () => ({ region: 'eu-west-1', env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } }),
  alibaba: () => ({
    region: 'cn-hangzhou',
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'test', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'test' },
  }),
  huawei: (url) => ({
    region: 'cn-north-4',
    env: { HUAWEICLOUD_SDK_AK: 'test', HUAWEICLOUD_SDK_SK: 'test', HUAWEICLOUD_SDK_IAM_ENDPOINT: url },
  }),
  otc: (url) => ({
    region: 'eu-de',
    env: { OS_ACCESS_KEY: 'test-otc', OS_SECRET_KEY: 'test', OS_AUTH_URL: url },
  }),
  quilibrium: () => ({
    region: 'us-east-1',
    env: { QKMS_APP_ID: 'test-quilibrium', QKMS_APP_SECRET: 'test' },
  }),
}
