import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The repository's root, without a slash at its end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Folders whose every file is this project's own code. */
export const CODE_FOLDERS = ['src', 'providers', 'conformance', 'test', 'examples', 'scripts'] as const

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  readonly tree: ts.SourceFile
}

/** Folders that hold no source: installed, built, or made by a test that is running. */
const SKIPPED = /^(\..*|node_modules|dist|reports|coverage)$/

/** The paths of all files below some folders of a tree. */
export function filesBelow(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      if (SKIPPED.test(entry.name)) return []
      const path = `${folder}/${entry.name}`
      return entry.isDirectory() ? filesBelow(root, [path]) : [path]
    }),
  )
}

/** Reads and parses all TypeScript and JavaScript below some folders of a tree. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  const present = new Set(readdirSync(root))
  return filesBelow(
    root,
    folders.filter((folder) => present.has(folder)),
  )
    .filter((path) => /\.[cm]?[tj]s$/.test(path))
    .map((path) => parse(path, readFileSync(join(root, path), 'utf8')))
}

export function parse(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return { path, text, lines: text.replace(/\n$/, '').split('\n'), tree }
}

/** Calls `visit` for every node of a file. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

/** The number of the line on which a node begins, from 1. */
export function lineOf({ tree }: SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
}
