import { describe, expect, it } from 'vitest'
import { parseRecorded, proposeRecorded, recordedJson } from '../../../conformance/report/recorded.ts'
import { createReport } from '../../../conformance/report/result.ts'
import { deviation, everyVerdict, run, sampleCase, sources } from './sample.ts'

const live = { ...run, target: 'live', via: undefined, runId: 'r-1', accounts: { aws: '1a2b3c4d' } }

describe('proposals of recorded values', () => {
  const recorded = proposeRecorded(createReport(live, everyVerdict, sources))

  it('say what was seen, where, when and in which run', () => {
    expect(recorded.run).toEqual({
      id: 'r-1',
      target: 'live',
      region: 'us-east-1',
      accounts: { aws: '1a2b3c4d' },
      suiteVersion: '0.1.0',
      matrixEdition: '2026-11-21',
      date: '2026-11-21',
    })
    expect(recorded.entries).toContainEqual({
      case: deviation.id,
      cloud: 'aws',
      action: 'EnableKey',
      state: 'PendingDeletion',
      recorded: { outcome: 'accept', httpStatus: 200 },
      stateAfter: 'Enabled',
      differs: true,
    })
  })

  it('are made of cells that were answered, never of trouble of ours or of what was not called', () => {
    const seen = everyVerdict.filter(
      ({ kind, verdict }) => kind === 'cell' && ['conforms', 'deviates', 'undocumented'].includes(verdict),
    )
    expect(recorded.entries.map((entry) => entry.case)).toEqual(seen.map(({ id }) => id))
    expect(seen.length).toBeGreaterThan(2)
  })

  it('carry the codes of a refusal, and say where the table is confirmed', () => {
    const observed = {
      outcome: 'reject',
      errorCode: 'InvalidKeyState',
      providerCode: 'KMS.1201',
      httpStatus: 400,
    } as const
    const [entry] = proposeRecorded(createReport(live, [sampleCase({ observed })], sources)).entries
    expect(entry).toMatchObject({
      recorded: { outcome: 'reject', errorCode: 'InvalidKeyState', providerCodes: ['KMS.1201'], httpStatus: 400 },
      differs: false,
    })
  })

  it('are not made from a simulator, which shows what we wrote ourselves', () => {
    expect(() => proposeRecorded(createReport(run, everyVerdict, sources))).toThrow('only an endpoint or a live cloud')
  })

  it('survive being written and read, and a file of another shape is refused by its name and field', () => {
    expect(parseRecorded(recordedJson(recorded), 'seen.json')).toEqual(recorded)
    expect(() => parseRecorded('{', 'seen.json')).toThrow('seen.json: is not JSON')
    expect(() =>
      parseRecorded(
        recordedJson({ ...recorded, entries: [{ ...recorded.entries[0], state: '' } as never] }),
        'seen.json',
      ),
    ).toThrow('seen.json: entries.0.state')
  })
})
