import { createHash, randomBytes } from 'node:crypto'
import { toHex } from '../../src/index.ts'
import { makeKey } from '../scenarios/arrange.ts'
import { prepare, type Stage, Unreachable } from '../scenarios/stage.ts'
import { type Check, must, mustAccept, mustRefuse } from './behaviour.ts'

const HOUR_MS = 3_600_000
/** The one length of data key that both Huawei and Open Telekom Cloud take. */
const DATA_KEY_BYTES = 64

const symmetric = (stage: Stage) => makeKey(stage, 'symmetric', 'Enabled', false)

/** Promises of one dialect, about what is on the wire. */
export const protocolBehaviours: readonly Check[] = [
  {
    id: 'replayed-request-is-refused',
    title: 'A request that was accepted once is refused when its very bytes are sent again',
    operation: 'describeKey',
    check: async (stage) => {
      const { resend } = stage.target
      if (resend === undefined) throw new Unreachable('this target repeats no request')
      const { id } = await symmetric(stage)
      await mustAccept('describeKey', () => stage.kms.describeKey({ keyId: id }))
      const status = await resend()
      must(status >= 400 && status < 500, `the same request was answered with HTTP ${status} the second time`)
    },
  },
  {
    id: 'data-key-digest-is-checked',
    title: 'A data key that arrives with a wrong digest is not encrypted',
    operation: 'encryptDataKey',
    check: async (stage) => {
      const { id } = await symmetric(stage)
      const dataKey = randomBytes(DATA_KEY_BYTES)
      const digest = createHash('sha256').update(dataKey).digest()
      const encrypt = (behind: Uint8Array) =>
        stage.kms.raw('encrypt-datakey', {
          key_id: id,
          plain_text: toHex(new Uint8Array(Buffer.concat([dataKey, behind]))),
          datakey_plain_length: String(DATA_KEY_BYTES),
        })
      await mustAccept('encrypt-datakey with the right digest', () => encrypt(digest))
      await mustRefuse('encrypt-datakey with a wrong digest', ['InvalidInput'], () => encrypt(new Uint8Array(32)))
    },
  },
  {
    id: 'login-token-expires',
    title: 'A token from a login is refused once its time is over',
    operation: 'describeKey',
    takesTime: true,
    check: async (stage) => {
      const { control, tokenClient } = stage.target
      if (control === undefined || tokenClient === undefined)
        throw new Unreachable('this target has no logins to wait for')
      const { id } = await symmetric(stage)
      const kms = await prepare('login', () => tokenClient())
      await mustAccept('describeKey with the token', () => kms.describeKey({ keyId: id }))
      await control.advance(25 * HOUR_MS)
      await mustRefuse('describeKey with the old token', ['CredentialsExpired', 'Unauthenticated'], () =>
        kms.describeKey({ keyId: id }),
      )
    },
  },
]
