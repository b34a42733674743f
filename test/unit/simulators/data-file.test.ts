import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAlibabaSimulator, createAwsSimulator } from '../../../conformance/simulators/index.ts'
import { type DataFile, openDataFile } from '../../../conformance/simulators/shared/data-file/index.ts'

let folder: string
let path: string
const opened: DataFile[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polykms-data-'))
  path = join(folder, 'kms.data')
})
afterEach(async () => {
  await Promise.allSettled(opened.splice(0).map((data) => data.close()))
  await rm(folder, { recursive: true })
})

/** Simulators that are filled from the file, and what was said about it. */
async function open(given = path, leastLogBytes?: number) {
  const aws = createAwsSimulator({ seed: 1 })
  const alibaba = createAlibabaSimulator({ seed: 1 })
  const notices: string[] = []
  const notify = (notice: string) => notices.push(notice)
  const options = leastLogBytes === undefined ? { notify } : { notify, leastLogBytes }
  const data = await openDataFile(given, [aws, alibaba], options)
  opened.push(data)
  const state = () => JSON.stringify([aws.control.snapshot(), alibaba.control.snapshot()])
  const close = async () => {
    opened.splice(opened.indexOf(data), 1)
    await data.close()
  }
  return { aws, alibaba, data, notices, state, close }
}

test('what was there when a data file was closed is there when it is opened again', async () => {
  const first = await open()
  const { keyId } = first.aws.control.putKey({ state: 'Disabled' })
  first.alibaba.control.putKey({ state: 'PendingDeletion' })
  first.aws.control.clock.advance('3d')
  const before = first.state()
  await first.close()
  const second = await open()
  expect(second.state()).toBe(before)
  expect(second.notices).toEqual([])
  expect(second.aws.control.clock.now() - Date.now()).toBeGreaterThan(2.9 * 86_400_000)
  // A restored seeded stream goes on: it does not give the first key's id out again.
  expect(second.aws.control.putKey({ state: 'Enabled' }).keyId).not.toBe(keyId)
})

test('the file is for its owner alone, and is made so if it was not', async () => {
  const first = await open()
  await first.close()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await chmod(path, 0o644)
  const second = await open()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(second.notices).toEqual([expect.stringContaining('could be read by others')])
})

test('a commit is kept whatever comes after it, and what it does not cover is cut off with a notice', async () => {
  const first = await open()
  first.aws.control.putKey({ state: 'Enabled' })
  await first.data.commit()
  const kept = first.state()
  const { size } = await stat(path)
  first.aws.control.putKey({ state: 'Disabled' })
  await first.close()
  const whole = await readFile(path)
  expect(whole.length).toBeGreaterThan(size)
  for (let end = size; end < whole.length; end += 7) {
    await writeFile(path, whole.subarray(0, end))
    const cut = await open()
    expect(cut.state(), `cut at ${end}`).toBe(kept)
    expect(cut.notices).toHaveLength(end === size ? 0 : 1)
    await cut.close()
    expect((await stat(path)).size).toBe(size)
  }
})

test('zeros, which a power failure can leave at the end, are cut off', async () => {
  const first = await open()
  first.aws.control.putKey({ state: 'Enabled' })
  const before = first.state()
  await first.close()
  await writeFile(path, new Uint8Array(9_000), { flag: 'a' })
  const second = await open()
  expect(second.state()).toBe(before)
  expect(second.notices).toEqual([expect.stringContaining('9000 bytes are cut off')])
})

test('a byte that changed amid the file is damage, and nothing is written to it', async () => {
  const first = await open()
  first.aws.control.putKey({ state: 'Enabled' })
  await first.data.commit()
  first.aws.control.putKey({ state: 'Enabled' })
  await first.close()
  const bytes = await readFile(path)
  bytes[100] = (bytes[100] ?? 0) ^ 1
  await writeFile(path, bytes)
  await expect(open()).rejects.toThrow(/is damaged at byte \d+ of \d+/)
  expect(await readFile(path)).toEqual(bytes)
  expect(await readdir(folder)).toEqual(['kms.data'])
})

test('a log that has outgrown its snapshot becomes one, and the same state is read from it', async () => {
  const first = await open(path, 2_000)
  const sizes: number[] = []
  for (let round = 0; round < 60; round += 1) {
    first.aws.control.clock.advance('1h')
    first.aws.control.putKey({ keyId: '00000000-0000-4000-8000-000000000000', state: 'Enabled' })
    await first.data.commit()
    sizes.push((await stat(path)).size)
  }
  expect(sizes.some((size, index) => size < (sizes[index - 1] ?? 0))).toBe(true)
  const before = first.state()
  await first.close()
  expect((await open()).state()).toBe(before)
})

test('a reset and a restored snapshot are kept like any change', async () => {
  const first = await open()
  first.aws.control.putKey({ state: 'Enabled' })
  const snapshot = first.aws.control.snapshot()
  first.aws.control.reset()
  await first.data.commit()
  first.alibaba.control.putKey({ state: 'Enabled' })
  await first.close()
  const second = await open()
  expect(second.aws.control.snapshot().tables['keys']?.rows).toEqual([])
  expect(second.alibaba.control.snapshot().tables['keys']?.rows).toHaveLength(1)
  second.aws.control.restore(snapshot)
  await second.close()
  expect((await open()).aws.control.snapshot().tables['keys']?.rows).toHaveLength(1)
})

test('what a killed rewrite left behind is cleared away', async () => {
  await (await open()).close()
  await writeFile(`${path}.tmp`, 'half of a snapshot')
  await (await open()).close()
  expect(await readdir(folder)).toEqual(['kms.data'])
})

test('a link is followed, and stays a link', async () => {
  const link = join(folder, 'link.data')
  await (await open()).close()
  await symlink(path, link)
  const linked = await open(link)
  linked.aws.control.reset()
  const before = linked.state()
  await linked.close()
  expect((await open()).state()).toBe(before)
})

describe('a data file that is open', () => {
  test('is refused to a second server, in this process or another', async () => {
    await open()
    await expect(open()).rejects.toThrow('is in use by another server')
  })

  test('is taken over from a process that was killed', async () => {
    await (await open()).close()
    // A number that no process has, and this very process's number from an earlier run.
    await writeFile(`${path}.lock-${encodeURIComponent(hostname())}.4194305.1`, '')
    await writeFile(`${path}.lock-${encodeURIComponent(hostname())}.${process.pid}.1`, '')
    await (await open()).close()
    expect(await readdir(folder)).toEqual(['kms.data'])
  })

  test('is not taken over from another machine, whose processes cannot be seen', async () => {
    await writeFile(`${path}.lock-elsewhere.1.1`, '')
    await expect(open()).rejects.toThrow(`if that one is gone, remove ${path}.lock-elsewhere.1.1`)
  })
})

describe('refused, and left as it is:', () => {
  test.each([
    ['a text', 'key material follows', 'no data file of polykms serve'],
    ['JSON', '{"version":1}', 'no data file of polykms serve'],
    ['another version', 'polykms data 2\n', 'no data file of polykms serve'],
    ['a head without a snapshot', 'polykms data 1\n', 'is damaged at byte 15 of 15'],
  ])('%s', async (_what, text, reason) => {
    await writeFile(path, text, { mode: 0o600 })
    await expect(open()).rejects.toThrow(reason)
    expect(await readFile(path, 'utf8')).toBe(text)
    expect(await readdir(folder)).toEqual(['kms.data'])
  })

  test('a folder', async () => {
    await mkdir(path)
    await expect(open()).rejects.toThrow('EISDIR')
  })

  test('a place in a folder that is not there', async () => {
    await expect(open(join(folder, 'none', 'kms.data'))).rejects.toThrow('its folder gives ENOENT')
  })

  test('keys of a cloud that is not served', async () => {
    await (await open()).close()
    await expect(openDataFile(path, [createAwsSimulator()])).rejects.toThrow('alibaba is not served')
  })
})

test('an empty file is a new one', async () => {
  await writeFile(path, '')
  const first = await open()
  first.aws.control.putKey({ state: 'Enabled' })
  const before = first.state()
  await first.close()
  expect((await open()).state()).toBe(before)
})
