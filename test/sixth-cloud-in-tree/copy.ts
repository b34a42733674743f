import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { filesBelow, ROOT } from '../rules/source-tree.ts'
import { edited, edits } from './edits.ts'
import { providerInTree } from './provider.ts'

/** A report of some thousand tests is long. */
const MAX_OUTPUT_BYTES = 100_000_000

const NEW_FILES = join(ROOT, 'test/sixth-cloud-in-tree/tree')

/** The whole tree in a folder of its own, where files can be added and changed. */
export interface Copy {
  readonly path: string
  /** Puts Acorn into it: new files, and the lines of the lists. */
  addAcorn(): void
  /** Runs a command line to its end, with nothing of this process's environment that could change what it does. */
  run(command: string, env?: Readonly<Record<string, string>>): Promise<Ended>
  /** Starts one. */
  start(command: string): ChildProcess
  /** Files that git finds changed since the copy was made, with the lines that each gained and lost. */
  changed(): readonly Change[]
  /** Files that were not there. */
  added(): readonly string[]
  remove(): void
}

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Change {
  readonly file: string
  readonly gained: number
  readonly lost: number
}

export function copyTree(): Copy {
  const path = mkdtempSync(join(tmpdir(), 'polykms-sixth-'))
  const { PATH = '', HOME = '' } = process.env
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path, encoding: 'utf8' })
  const lines = (text: string) => text.split('\n').filter(Boolean)

  const listed = ['ls-files', '--cached', '--others', '--exclude-standard']
  for (const file of lines(execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' }))) {
    // What git knows and somebody has just deleted is in neither tree.
    if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(path, file))
  }
  git('init', '--quiet')
  git('add', '--all')
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'))
  // The folder is ignored by name, a link in its place is not.
  writeFileSync(join(path, '.git/info/exclude'), 'node_modules\n')

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), text)
  }
  return {
    path,
    addAcorn: () => {
      for (const file of filesBelow(NEW_FILES, ['conformance', 'docs', 'providers']))
        write(file, readFileSync(join(NEW_FILES, file), 'utf8'))
      write('providers/acorn/provider.ts', providerInTree())
      for (const edit of edits) write(edit.file, edited(readFileSync(join(path, edit.file), 'utf8'), edit))
    },
    run: (command, env = {}) => {
      const [program = '', ...args] = command.split(' ')
      const options = { cwd: path, env: { PATH, HOME, ...env }, maxBuffer: MAX_OUTPUT_BYTES }
      return new Promise((resolve) => {
        execFile(program, args, options, (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
          resolve({ code, stdout, stderr })
        })
      })
    },
    start: (command) => {
      const [program = '', ...args] = command.split(' ')
      return spawn(program, args, { cwd: path, env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'inherit'] })
    },
    changed: () =>
      lines(git('diff', '--numstat')).map((line) => {
        const [gained = '', lost = '', file = ''] = line.split('\t')
        return { file, gained: Number(gained), lost: Number(lost) }
      }),
    added: () => lines(git('ls-files', '--others', '--exclude-standard')),
    remove: () => rmSync(path, { recursive: true }),
  }
}
