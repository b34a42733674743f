import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { filesBelow, ROOT } from '../rules/source-tree.ts'
import { type Block, blocksOf } from './blocks.ts'
import { type Ended, run } from './run.ts'

/** A document with its text. */
export interface Paper {
  readonly path: string
  readonly text: string
}

/** Every document a reader may meet: those beside package.json, and all of docs/ that typedoc has not made. */
export function papers(): Paper[] {
  const beside = readdirSync(ROOT).filter((name) => name.endsWith('.md'))
  const below = filesBelow(ROOT, ['docs']).filter((path) => path.endsWith('.md') && !/^docs\/(api|site)\//.test(path))
  return [...beside, ...below].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

/** The blocks of a document in some languages. */
export function blocksIn({ path, text }: Paper, ...languages: string[]): Block[] {
  try {
    return blocksOf(text).filter(({ language }) => languages.includes(language))
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`)
  }
}

/** A folder for programs, below the root so that they find the package by its own name; git does not see it. */
export function programFolder(name: string): { readonly path: string; remove(): void } {
  mkdirSync(join(ROOT, 'reports'), { recursive: true })
  const path = mkdtempSync(join(ROOT, 'reports', `${name}-`))
  return { path, remove: () => rmSync(path, { recursive: true }) }
}

/**
 * Writes programs into a folder, checks them under the project's own strict settings, and compiles them beside their
 * sources. Says what the compiler finds wrong.
 */
export function compile(folder: string, programs: Readonly<Record<string, string>>): string[] {
  const paths = Object.entries(programs).map(([name, code]) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, code)
    return path
  })
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  )
  const program = ts.createProgram(paths, { ...options, rootDir: folder, outDir: folder, declaration: false })
  program.emit()
  return paths.flatMap((path) => {
    const source = program.getSourceFile(path)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ file, start, messageText }) => {
      const line = file === undefined ? '' : `:${file.getLineAndCharacterOfPosition(start ?? 0).line + 1}`
      return `${path.slice(folder.length + 1)}${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  })
}

const BEFORE_ALL = join(ROOT, 'test/docs/clouds-in-process.mjs')

/** Runs a compiled program with the clouds' own hosts answered in its process. */
export function runWithClouds(file: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return run(process.execPath, ['--import', BEFORE_ALL, file.replace(/\.ts$/, '.js')], env)
}

/** Runs a compiled program alone. */
export function runAlone(file: string): Promise<Ended> {
  return run(process.execPath, [file.replace(/\.ts$/, '.js')])
}

interface Shown {
  readonly output: string
  /** What the program threw. */
  readonly error?: string
}

/** Runs compiled programs one after the other, each with the clouds' own hosts answered. */
export async function runAll(files: readonly string[]): Promise<Readonly<Record<string, Shown>>> {
  const compiled = files.map((file) => file.replace(/\.ts$/, '.js'))
  const { stdout, stderr } = await run(process.execPath, [join(ROOT, 'test/docs/run-programs.mjs'), ...compiled])
  if (stdout === '') throw new Error(stderr)
  const shown: Readonly<Record<string, Shown>> = JSON.parse(stdout)
  return Object.fromEntries(Object.entries(shown).map(([file, one]) => [file.replace(/\.js$/, '.ts'), one]))
}
