/*
 * Runs programs of the documents one after the other in one process, each on clouds in their first state, and prints as
 * JSON what each printed, or how it ended. Starting a process for each would take most of a minute.
 * Run: node test/docs/run-programs.mjs FILE.js …
 */

import { pathToFileURL } from 'node:url'
import { format } from 'node:util'
import { prepare } from './clouds-in-process.mjs'

const results = {}
const print = console.log
for (const file of process.argv.slice(2)) {
  const lines = []
  console.log = (...values) => lines.push(format(...values))
  await prepare()
  try {
    await import(pathToFileURL(file).href)
    results[file] = { output: lines.join('\n') }
  } catch (error) {
    results[file] = { output: lines.join('\n'), error: format(error) }
  }
}
print(JSON.stringify(results))
