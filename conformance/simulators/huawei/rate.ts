import type { Gate, Principal } from './authenticate.ts'
import { gatewayRefusal, type HuaweiRefusal } from './errors.ts'
import type { Profile } from './profile.ts'

const WINDOW_MS = 1_000

export const tooFast = ({ rate }: Profile): HuaweiRefusal =>
  gatewayRefusal(
    'APIGW.0308',
    429,
    `The throttling threshold has been reached: policy ${rate.per === 'user' ? 'user' : 'domain'} over ratelimit,limit:${rate.perSecond},time:1 second`,
  )

/** Counts calls in windows of a second of real time, if the simulator was told to. */
export const requireWithinRate = ({ settings, state, wallMs }: Gate, { userName }: Principal): void => {
  const { profile, rateLimited } = settings
  if (!rateLimited) return
  const who = profile.rate.per === 'user' ? userName : '*'
  const row = state.rates.get(who)
  const running = row !== undefined && Math.abs(wallMs - row.windowStartMs) < WINDOW_MS
  const calls = running ? row.calls + 1 : 1
  if (calls > profile.rate.perSecond) throw tooFast(profile)
  state.rates.put(who, { windowStartMs: running ? row.windowStartMs : wallMs, calls })
}
