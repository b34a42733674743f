import { spawnSync } from 'node:child_process'
import { compile } from '../processes.ts'

/**
 * The bench of simulators and suite, a program of its own, as plain JavaScript: under a loader of TypeScript every closure
 * is given its name anew, which takes longer than many a call.
 *
 * @returns Its lines as it prints them.
 */
export async function measureServe(args: readonly string[]): Promise<string[]> {
  const programs = await compile(['serve/main', 'serve/echo', 'serve/simulators'])
  try {
    const { stdout, status } = spawnSync(process.execPath, [programs.path('serve/main'), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) throw new Error('the bench of the simulators failed')
    return stdout.trimEnd().split('\n')
  } finally {
    programs.remove()
  }
}
