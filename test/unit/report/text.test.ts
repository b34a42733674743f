import { describe, expect, it } from 'vitest'
import { createReport } from '../../../conformance/report/result.ts'
import { toText } from '../../../conformance/report/text.ts'
import { everyVerdict, hostileSample, run, sample, sources } from './sample.ts'

describe('the text report', () => {
  it('shows the grid, the failures and the closing line, without colour unless asked', () => {
    expect(toText(sample)).toBe(`polykms 0.1.0 conformance · target simulator · via msw · region us-east-1 · seed 1

aws: operation × key state
                    Enabled  Disabled PendDele Updating Unavaila
  EnableKey                  ✓+       ✗−
  Encrypt           ?                          ○+
  Sign              !+                                  ·
  CreateKeyVersion  ∅−

aws: behaviours
  ✗ the encryption context is bound to the ciphertext

✓ conforms         1  answered as expected
✗ deviates         2  answered otherwise than expected
? undocumented     1  no source says what to expect; what happened is recorded
∅ unsupported      1  refused before the network, as it must be where the cloud has no such operation
○ unreachable      1  this target cannot be brought into the state
· impossible       1  no key that the operation takes is ever in the state
! error            1  the suite, the network or the credentials failed; says nothing about the cloud
beside a symbol, what was expected: + accepted, − refused, ± either
PendDele = PendingDeletion, Unavaila = Unavailable

✗ deviates aws/EnableKey/PendingDeletion
    expected refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (documented)
    observed accepted, HTTP 200; state afterwards Enabled
    reason   accepted instead of refused
! error aws/Sign/Enabled
    expected accepted, HTTP 200, then Enabled (documented)
    observed nothing was called
    reason   connection refused
✗ deviates aws/behaviour/context-is-bound
    expected refused as InvalidKeyState, KMSInvalidStateException, HTTP 400 (documented)
    observed accepted, HTTP 200
    reason   decrypted with another context

2 passed, 3 failed, 3 skipped
`)
  })

  it('says the same with colour', () => {
    const esc = '\u001b'
    const colored = toText(sample, { color: true })
    expect(colored).toContain(`${esc}[1;31m✗−${esc}[0m`)
    expect(colored.replaceAll(new RegExp(`${esc}\\[[0-9;]*m`, 'g'), '').replace(/ +$/gm, '')).toBe(toText(sample))
  })

  it('has a symbol of its own for each verdict', () => {
    const lines = toText(sample).split('\n')
    const symbols = lines.filter((line) => /^\S \w+ +\d+ {2}/.test(line)).map((line) => line[0])
    expect(new Set(symbols).size).toBe(7)
  })

  it('lets nothing that a cloud said drive the terminal or break a line', () => {
    const text = toText(hostileSample)
    expect(text).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|\u2028/u)
    expect(text.trimEnd().split('\n').at(-1)).toBe('2 passed, 3 failed, 3 skipped')
  })

  it('shows neither legend lines nor failures that there are not', () => {
    const text = toText(createReport(run, everyVerdict.slice(0, 1), sources))
    expect(text).not.toContain('deviates')
    expect(text).toMatch(/1 passed, 0 failed, 0 skipped\n$/)
  })
})
