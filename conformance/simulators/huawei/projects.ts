import { createHash } from 'node:crypto'
import type { Settings } from './options.ts'

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

export const projectsOf = ({ profile, projects }: Settings): readonly RegionProject[] => [
  ...profile.regions.map((region) => ({ id: projectIdOf(region), name: region, region })),
  ...projects.map(({ id, name }) => ({ id, name, region: name.split('_')[0] ?? name })),
]

export const findProject = (settings: Settings, id: string): RegionProject | undefined =>
  projectsOf(settings).find((project) => project.id === id)

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
