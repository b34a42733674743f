import { spawnSync } from 'node:child_process'
import { describe, test } from 'vitest'

/** Set by the full CI run: then a missing tool fails the tests that need it. */
const REQUIRED = process.env['POLYKMS_INTEROP'] === 'required'

const runs = (command: readonly [string, ...string[]]): boolean => {
  const [file, ...args] = command
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0
}

/**
 * A suite that needs a tool from outside npm. Where it is missing, the suite is skipped and says so under its own name,
 * or fails if POLYKMS_INTEROP=required.
 *
 * @param command - Exits with 0 if the tool is there.
 */
export const describeWith = (
  name: string,
  { what, command }: { readonly what: string; readonly command: readonly [string, ...string[]] },
  suite: () => void,
): void => {
  if (runs(command)) {
    describe(name, suite)
    return
  }
  const notice = `NOT RUN, ${what} is missing: ${name}`
  console.warn(notice)
  if (REQUIRED)
    test(notice, () => {
      throw new Error(notice)
    })
  else test.skip(notice)
}
