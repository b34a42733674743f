import type { Provider } from '../src/provider.ts'

/** What the command line may override of what the environment says. */
export interface EnvOverrides {
  readonly region?: string
  readonly endpoint?: string
  /** Where Huawei Cloud's and Open Telekom Cloud's logins go; the other clouds have none. */
  readonly iamEndpoint?: string
}

/** The providers by id, each loaded when it is asked for: for the command line and the suite's targets only. */
const loaders = {
  aws: async ({ iamEndpoint: _, ...overrides }: EnvOverrides) => (await import('./aws/index.ts')).fromEnv(overrides),
  alibaba: async ({ iamEndpoint: _, ...overrides }: EnvOverrides) =>
    (await import('./alibaba/index.ts')).fromEnv(overrides),
  huawei: async (overrides: EnvOverrides) => (await import('./huawei/index.ts')).fromEnv(overrides),
  otc: async (overrides: EnvOverrides) => (await import('./otc/index.ts')).fromEnv(overrides),
  quilibrium: async ({ iamEndpoint: _, ...overrides }: EnvOverrides) =>
    (await import('./quilibrium/index.ts')).fromEnv(overrides),
} as const satisfies Record<string, (overrides: EnvOverrides) => Promise<Provider>>

export type ProviderId = keyof typeof loaders

export const providerIds: readonly ProviderId[] = Object.keys(loaders).filter(isProviderId)

export function isProviderId(name: string): name is ProviderId {
  return Object.hasOwn(loaders, name)
}

/** Makes a provider from the environment variables that its cloud's official tools use. */
export function providerFromEnv(id: ProviderId, overrides: EnvOverrides = {}): Promise<Provider> {
  return loaders[id](overrides)
}
