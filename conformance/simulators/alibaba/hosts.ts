/** Where Alibaba Cloud KMS answers (dew-serverless/acs-sdk-php, a copy of the official endpoint data, December 2025). */

const HOST = /^kms(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com(?::\d+)?$/i

/** Public and VPC endpoints of every region. */
export const HOSTS: readonly RegExp[] = [/^https?:\/\/kms(?:-vpc)?\.[a-z0-9-]+\.aliyuncs\.com(?::\d+)?(?:\/|$)/i]

/** The region in an endpoint's host name; `undefined` for any other host. */
export const regionOfHost = (host: string): string | undefined => HOST.exec(host)?.[1]?.toLowerCase()

/** Regions with an endpoint, as DescribeRegions lists them. */
export const REGIONS: readonly string[] = [
  'cn-qingdao',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-zhengzhou-jva',
  'cn-huhehaote',
  'cn-wulanchabu',
  'cn-hangzhou',
  'cn-shanghai',
  'cn-fuzhou',
  'cn-shenzhen',
  'cn-heyuan',
  'cn-guangzhou',
  'cn-chengdu',
  'cn-wuhan-lr',
  'cn-hongkong',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ap-south-1',
  'us-east-1',
  'us-west-1',
  'na-south-1',
  'eu-west-1',
  'eu-central-1',
  'me-east-1',
  'me-central-1',
  'cn-hangzhou-finance',
  'cn-shanghai-finance-1',
  'cn-shenzhen-finance-1',
  'cn-beijing-finance-1',
  'cn-heyuan-acdr-1',
]

/** Regions whose managed HSMs hold the Chinese certification, and so SM2 and SM4 keys. */
const SM_REGIONS: readonly string[] = ['cn-beijing', 'cn-zhangjiakou', 'cn-hangzhou', 'cn-shanghai', 'cn-shenzhen']

/** The other regions with managed HSMs. */
const OTHER_HSM_REGIONS: readonly string[] = [
  'cn-hongkong',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'us-east-1',
]

// Both lists: AlibabaCloudDocs/kms `intl.en-US/Key service/Managed HSM/Overview.md`, "Supported regions".
export const offersSm = (region: string): boolean => SM_REGIONS.includes(region)
export const offersHsm = (region: string): boolean => offersSm(region) || OTHER_HSM_REGIONS.includes(region)
