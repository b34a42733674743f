import type { CaseResult, Provenance, Report } from '../../../conformance/report/result.ts'
import { createReport } from '../../../conformance/report/result.ts'

/** Everything a cloud, a file or a caller could smuggle into a report. */
export const HOSTILE = [
  '</td><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '&amp; ]]> <!-- <![CDATA[',
  '| a | `code` ``` **b** @everyone #1 https://evil.example www.evil.example [x](javascript:alert(1))',
  '\u001b[31mred\u001b]0;title\u0007 \u0000\u0008\u000b\u007f\u009b',
  'line\r\nbreak\ttab\u2028separator',
  '\u202ertl\u2066 \ud800 lone \uffff',
].join(' ~ ')

export const run: Provenance = {
  suiteVersion: '0.1.0',
  matrixEdition: '2026-11-21',
  node: 'v20.19.0',
  platform: 'linux x64',
  clouds: ['aws'],
  target: 'simulator',
  via: 'msw',
  region: 'us-east-1',
  seed: 1,
  started: '2026-11-21T10:00:00.000Z',
  finished: '2026-11-21T10:00:03.250Z',
}

export const sources = {
  'aws-key-state': {
    title: 'Key states',
    address: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  },
  unused: { title: 'Nobody cites me', address: 'https://example.com/' },
}

const refused = {
  outcome: 'reject',
  errorCode: 'InvalidKeyState',
  providerCodes: ['KMSInvalidStateException'],
  httpStatus: 400,
  evidence: 'documented',
  source: 'aws-key-state',
} as const

export function sampleCase(more: Partial<CaseResult> = {}): CaseResult {
  const { cloud = 'aws', action = 'EnableKey', state = 'Disabled' } = more
  return {
    id: `${cloud}/${action}/${state}`,
    cloud,
    kind: 'cell',
    action,
    operation: 'enableKey',
    state,
    title: `${action}, ${state}`,
    verdict: 'conforms',
    expected: {
      outcome: 'accept',
      httpStatus: 200,
      stateAfter: 'Enabled',
      evidence: 'documented',
      source: 'aws-key-state',
    },
    observed: { outcome: 'accept', httpStatus: 200, stateAfter: 'Enabled' },
    sources: ['aws-key-state'],
    durationMs: 12.5,
    ...more,
  }
}

export const deviation = sampleCase({
  state: 'PendingDeletion',
  verdict: 'deviates',
  expected: refused,
  observed: { outcome: 'accept', httpStatus: 200, stateAfter: 'Enabled' },
  reason: 'accepted instead of refused',
})

/** One case of every verdict, and a behaviour that failed. */
export const everyVerdict: readonly CaseResult[] = [
  sampleCase(),
  deviation,
  sampleCase({
    action: 'Encrypt',
    operation: undefined,
    state: 'Enabled',
    verdict: 'undocumented',
    expected: undefined,
  }),
  sampleCase({
    action: 'Encrypt',
    state: 'Updating',
    verdict: 'unreachable',
    observed: undefined,
    reason: 'no call leads there',
  }),
  sampleCase({
    action: 'Sign',
    state: 'Unavailable',
    verdict: 'impossible',
    expected: { outcome: 'impossible', evidence: 'documented', source: 'aws-key-state' },
    observed: undefined,
  }),
  sampleCase({
    action: 'CreateKeyVersion',
    state: 'Enabled',
    verdict: 'unsupported',
    expected: { outcome: 'reject', errorCode: 'Unsupported' },
  }),
  sampleCase({ action: 'Sign', state: 'Enabled', verdict: 'error', observed: undefined, reason: 'connection refused' }),
  {
    id: 'aws/behaviour/context-is-bound',
    cloud: 'aws',
    kind: 'behaviour',
    action: 'Decrypt',
    operation: 'decrypt',
    title: 'the encryption context is bound to the ciphertext',
    verdict: 'deviates',
    expected: refused,
    observed: { outcome: 'accept', httpStatus: 200 },
    reason: 'decrypted with another context',
    sources: ['https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html'],
    durationMs: 3,
  },
]

export const sample: Report = createReport(run, everyVerdict, sources)

/** The same shape with hostile text in every place where text from outside can stand. */
export const hostileSample: Report = createReport(
  { ...run, clouds: [HOSTILE], target: HOSTILE, region: HOSTILE, filter: HOSTILE, platform: HOSTILE },
  everyVerdict.map((one, index) => ({
    ...one,
    id: `${index} ${HOSTILE}`,
    cloud: HOSTILE,
    action: HOSTILE,
    operation: HOSTILE,
    state: one.state === undefined ? undefined : `${one.state} ${HOSTILE}`,
    role: HOSTILE,
    keyKind: HOSTILE,
    title: HOSTILE,
    reason: HOSTILE,
    expected: { ...refused, errorCode: HOSTILE, providerCodes: [HOSTILE], stateAfter: HOSTILE },
    observed: { outcome: 'reject', errorCode: HOSTILE, providerCode: HOSTILE, stateAfter: HOSTILE, message: HOSTILE },
    sources: ['aws-key-state', 'hostile'],
  })),
  {
    'aws-key-state': { title: HOSTILE, address: `https://example.com/"><script>alert(1)</script>`, path: HOSTILE },
    hostile: { title: 'not a link', address: 'javascript:alert(1)' },
  },
)
