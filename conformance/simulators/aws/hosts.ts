/** Where AWS KMS answers (botocore kms endpoint-rule-set-1; developer guide, "VPC endpoint"). */

const SUFFIX = '(?:amazonaws\\.com(?:\\.cn)?|api\\.aws|api\\.amazonwebservices\\.com\\.cn)'
const REGIONAL = `kms(?:-fips)?\\.([a-z0-9-]+)\\.${SUFFIX}`
const VPC = '[a-z0-9-]+\\.kms(?:-fips)?\\.([a-z0-9-]+)\\.vpce\\.amazonaws\\.com(?:\\.cn)?'
const HOST = new RegExp(`^(?:${REGIONAL}|${VPC})(?::\\d+)?$`, 'i')

/** The Region in an AWS host name; `undefined` for any other host. */
export const regionOfHost = (host: string): string | undefined => {
  const match = HOST.exec(host)
  return match?.[1] ?? match?.[2]
}

/** Regional, FIPS, dual-stack, China and VPC endpoints. */
export const HOSTS: readonly RegExp[] = [new RegExp(`^https?://(?:${REGIONAL}|${VPC})(?::\\d+)?(?:/|$)`, 'i')]
