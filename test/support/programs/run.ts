import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds between the last word of the program and its end. */
  readonly lingeredMs: number
}

/** Variables of this process that would change what a program does. */
const LEFT_OUT = /^(https?_proxy|all_proxy|no_proxy|node_extra_ca_certs|node_options|node_v8_coverage|vitest.*)$/i

/** Runs a program of this folder in a process of its own until it ends by itself. */
export function runProgram(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeoutMs = 15_000,
): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([variable]) => !LEFT_OUT.test(variable))
  const path = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const flags = ['--unhandled-rejections=strict', '--import', 'tsx', path, ...args]
  return new Promise((resolve) => {
    let lastWordAt = performance.now()
    const options = { env: { ...Object.fromEntries(inherited), ...env }, timeout: timeoutMs }
    const child = execFile(process.execPath, flags, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, stdout, stderr, lingeredMs: performance.now() - lastWordAt })
    })
    child.stdout?.on('data', () => {
      lastWordAt = performance.now()
    })
  })
}
