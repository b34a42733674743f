import { createHash } from 'node:crypto'
import type { Project, Settings } from './options.ts'

/** The one account of the simulated cloud. */
export const DOMAIN_NAME = '000000000000'
export const DOMAIN_ID = '0'.repeat(32)

/** An IAM project with its Region. */
export interface RegionProject {
  readonly id: string
  readonly name: string
  readonly region: string
}

/** The id of the project that each Region has by default: the Region's name in hex, filled up with zeros on the left. */
export const projectIdOf = (region: string): string => Buffer.from(region).toString('hex').padStart(32, '0')

const ofRegion = (region: string): RegionProject => ({ id: projectIdOf(region), name: region, region })

const ofUser = ({ id, name }: Project): RegionProject => ({ id, name, region: name.split('_')[0] ?? name })

export const projectsOf = ({ profile, projects }: Settings): readonly RegionProject[] => [
  ...profile.regions.map(ofRegion),
  ...projects.map(ofUser),
]

/** Asked by every call: the id of a Region's project is read, not compared with thirty others. */
export const findProject = ({ profile, projects }: Settings, id: string): RegionProject | undefined => {
  const region = Buffer.from(id, 'hex').toString('latin1').replace(/^\0+/, '')
  if (profile.regions.includes(region) && projectIdOf(region) === id) return ofRegion(region)
  const own = projects.find((project) => project.id === id)
  return own && ofUser(own)
}

/** 32 hex digits, the same for the same user of the same cloud. */
export const userIdOf = ({ profile }: Settings, userName: string): string =>
  createHash('sha256').update(`${profile.cloud} user ${userName}`).digest('hex').slice(0, 32)

/** The Region in one of the cloud's own host names. */
export const regionOfHost = ({ profile }: Settings, host: string): string | undefined => {
  const label = host.split(':')[0]?.toLowerCase().split('.')[1] ?? ''
  return profile.hosts.some((pattern) => pattern.test(`https://${host}/`)) && profile.regions.includes(label)
    ? label
    : undefined
}
