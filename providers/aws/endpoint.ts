/** A group of regions with its own domain names. */
interface Partition {
  readonly id: string
  /** How the names of its regions begin. */
  readonly prefix: string
  readonly dnsSuffix: string
  readonly dualStackDnsSuffix: string
}

// https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json: in all of them KMS has FIPS and
// dual-stack endpoints, so only a custom endpoint rules those out.
const PARTITIONS: readonly Partition[] = [
  {
    id: 'aws-cn',
    prefix: 'cn-',
    dnsSuffix: 'amazonaws.com.cn',
    dualStackDnsSuffix: 'api.amazonwebservices.com.cn',
  },
  { id: 'aws-us-gov', prefix: 'us-gov-', dnsSuffix: 'amazonaws.com', dualStackDnsSuffix: 'api.aws' },
  { id: 'aws-iso', prefix: 'us-iso-', dnsSuffix: 'c2s.ic.gov', dualStackDnsSuffix: 'api.aws.ic.gov' },
  { id: 'aws-iso-b', prefix: 'us-isob-', dnsSuffix: 'sc2s.sgov.gov', dualStackDnsSuffix: 'api.aws.scloud' },
  { id: 'aws-iso-e', prefix: 'eu-isoe-', dnsSuffix: 'cloud.adc-e.uk', dualStackDnsSuffix: 'api.cloud-aws.adc-e.uk' },
  { id: 'aws-iso-f', prefix: 'us-isof-', dnsSuffix: 'csp.hci.ic.gov', dualStackDnsSuffix: 'api.aws.hci.ic.gov' },
  { id: 'aws-eusc', prefix: 'eusc-', dnsSuffix: 'amazonaws.eu', dualStackDnsSuffix: 'api.amazonwebservices.eu' },
]
const COMMERCIAL: Partition = { id: 'aws', prefix: '', dnsSuffix: 'amazonaws.com', dualStackDnsSuffix: 'api.aws' }

/** The partition of a region; an unknown region counts as a new commercial one. */
export function partitionOf(region: string): Partition {
  return PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? COMMERCIAL
}

/**
 * Where requests go: the custom endpoint as it stands, or the region's.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/kms.html
 */
export function endpointOf(config: {
  readonly region: string
  readonly endpoint?: string | undefined
  readonly fips?: boolean | undefined
  readonly dualStack?: boolean | undefined
}): string {
  if (config.endpoint !== undefined) return config.endpoint
  const { dnsSuffix, dualStackDnsSuffix } = partitionOf(config.region)
  return `https://kms${config.fips ? '-fips' : ''}.${config.region}.${config.dualStack ? dualStackDnsSuffix : dnsSuffix}`
}
