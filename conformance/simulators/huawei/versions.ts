import type { Output } from './call.ts'
import type { Profile } from './profile.ts'

/** The published versions, or the one: no credentials needed. */
export const versionReply = ({ versionUpdated }: Profile, url: URL, list: boolean): Output => {
  const version = {
    id: 'v1.0',
    links: [{ href: `${url.origin}/v1.0/`, rel: 'self' }],
    version: '',
    status: 'CURRENT',
    updated: versionUpdated,
    min_version: '',
  }
  return { body: list ? { versions: [version] } : { version } }
}
