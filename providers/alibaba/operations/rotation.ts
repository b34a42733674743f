import * as z from 'zod/mini'
import { KmsFailure } from '../../../src/errors.ts'
import type { Bindings, Caller } from '../../../src/provider.ts'
import { once } from '../../shared/once.ts'
import { present } from '../../shared/present.ts'
import { someText } from '../../shared/schemas.ts'
import { keyReply } from '../key-metadata.ts'
import { DEFAULT_ROTATION_DAYS } from '../limits.ts'
import { cursorAfter, MAX_PAGE_ITEMS, pageOf } from '../paging.ts'
import { idAliasOrArn, idOnly, idOrAlias } from '../reference.ts'
import { count, nested, optionalDate } from '../reply.ts'
import type { ActionRequest } from '../wire.ts'

type Rotation = Pick<
  Bindings,
  'enableKeyRotation' | 'disableKeyRotation' | 'getKeyRotationStatus' | 'createKeyVersion' | 'listKeyVersions'
>

const version = z.object({
  KeyId: someText,
  KeyVersionId: someText,
  CreationDate: optionalDate,
})
const versionReply = once(() => z.object({ KeyVersion: version }))
const versionPage = once(() => z.object({ KeyVersions: nested('KeyVersion', version), TotalCount: z.optional(count) }))

export function rotation(request: ActionRequest): Rotation {
  return {
    enableKeyRotation: {
      encode: ({ keyId, periodDays = DEFAULT_ROTATION_DAYS }) =>
        request('UpdateRotationPolicy', {
          KeyId: idOnly(keyId),
          EnableAutomaticRotation: true,
          RotationInterval: `${periodDays}d`,
        }),
      decode: () => ({}),
    },
    disableKeyRotation: {
      encode: ({ keyId }) => request('UpdateRotationPolicy', { KeyId: idOnly(keyId), EnableAutomaticRotation: false }),
      decode: () => ({}),
    },
    getKeyRotationStatus: {
      encode: ({ keyId }) => request('DescribeKey', { KeyId: idAliasOrArn(keyId) }),
      decode: (reply) => {
        const key = keyReply.parse(reply).KeyMetadata
        return present({
          // Suspended: the policy stands, and rests while the key is disabled or pending deletion.
          enabled: key.AutomaticRotation === 'Enabled' || key.AutomaticRotation === 'Suspended',
          periodDays: key.RotationInterval === undefined ? undefined : daysOf(key.RotationInterval),
          nextRotationDate: key.NextRotationDate,
          lastRotationDate: key.LastRotationDate,
        })
      },
    },
    createKeyVersion: {
      encode: ({ keyId }) => request('CreateKeyVersion', { KeyId: idOrAlias(keyId) }),
      decode: (reply) => toVersion(versionReply().parse(reply).KeyVersion),
    },
    listKeyVersions: {
      encode: (input) => {
        const { number, size } = pageOf(input)
        return request('ListKeyVersions', { KeyId: idOrAlias(input.keyId), PageNumber: number, PageSize: size })
      },
      decode: (reply, input) => {
        const { KeyVersions: found, TotalCount } = versionPage().parse(reply)
        return present({
          versions: found.map(toVersion),
          cursor: cursorAfter(pageOf(input), found.length, TotalCount),
          total: TotalCount,
        })
      },
    },
  }
}

/** Asymmetric keys have no primary version: whoever makes something takes the newest. */
export async function newestVersion(keyId: string, call: Caller): Promise<string> {
  let newest: { id: string; createdMs: number } | undefined
  let cursor: string | undefined
  do {
    const page = await call.operation('listKeyVersions', { keyId, limit: MAX_PAGE_ITEMS, cursor })
    for (const { keyVersionId: id, createdAt } of page.versions) {
      const createdMs = createdAt?.getTime() ?? 0
      // Lists run from new to old, so of two versions of one second the first is the newer.
      if (id !== undefined && (newest === undefined || createdMs > newest.createdMs)) newest = { id, createdMs }
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  if (newest === undefined)
    throw new KmsFailure(
      { code: 'InvalidResponse' },
      'the key lists no version, so none can be taken; give keyVersionId',
    )
  return newest.id
}

/** The version to read something with that does not name its own: certain only while there is one. */
export async function onlyVersion(keyId: string, call: Caller, field = 'keyVersionId'): Promise<string> {
  const { versions, cursor } = await call.operation('listKeyVersions', { keyId, limit: 2 })
  const id = versions[0]?.keyVersionId
  if (id === undefined)
    throw new KmsFailure(
      { code: 'InvalidResponse' },
      'the key lists no version, so none can be taken; give keyVersionId',
    )
  if (versions.length === 1 && cursor === undefined) return id
  const how = field === 'keyVersionId' ? 'give it' : 'decrypt with its keyVersionId, then encrypt'
  throw new KmsFailure(
    { code: 'InvalidInput', field },
    `${field}: the key has several versions, and only the caller can know which one was used; ${how}`,
  )
}

function toVersion({ KeyId, KeyVersionId, CreationDate }: z.output<typeof version>) {
  return present({ keyId: KeyId, keyVersionId: KeyVersionId, createdAt: CreationDate })
}

const SECONDS_PER_DAY = 86_400
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: SECONDS_PER_DAY }

/** Intervals go out as `365d` and come back as `31536000s`. */
function daysOf(interval: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(interval) ?? []
  const seconds = UNIT_SECONDS[unit ?? '']
  if (seconds !== undefined) return (Number(amount) * seconds) / SECONDS_PER_DAY
  throw new KmsFailure({ code: 'InvalidResponse' }, 'the rotation interval is not of the documented form')
}
