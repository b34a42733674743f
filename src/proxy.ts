import type { Agent } from 'node:http'
import { getProxyForUrl } from 'proxy-from-env'

/** The agent to send a request through, or `undefined` for a direct connection. */
export type FindProxyAgent = (url: URL) => Promise<Agent | undefined>

// As `URL` writes hosts; names below `localhost` are loopback too (RFC 6761 §6.3), and so is an IPv4 one in IPv6 clothes.
const LOOPBACK = /^((.+\.)?localhost\.?|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/

/** Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` whenever asked; loopback is never proxied. */
export function createProxyFinder(): FindProxyAgent {
  const agents = new Map<string, Promise<Agent>>()
  return async (url) => {
    if (LOOPBACK.test(url.hostname)) return undefined
    const proxy = getProxyForUrl(url.href)
    if (proxy === '') return undefined
    const secure = url.protocol === 'https:'
    const name = `${secure} ${proxy}`
    let agent = agents.get(name)
    if (agent === undefined) {
      agent = createAgent(proxy, secure)
      agents.set(name, agent)
    }
    return agent
  }
}

async function createAgent(proxy: string, secure: boolean): Promise<Agent> {
  if (secure) {
    const { HttpsProxyAgent } = await import('https-proxy-agent')
    return new HttpsProxyAgent(proxy, { keepAlive: true })
  }
  const { HttpProxyAgent } = await import('http-proxy-agent')
  return new HttpProxyAgent(proxy, { keepAlive: true })
}
