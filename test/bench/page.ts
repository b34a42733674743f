import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Results } from './results.ts'
import {
  asMarkdown,
  bundleTable,
  callTable,
  installTable,
  memoryTable,
  profileTable,
  showRatio,
  startTable,
  targetTable,
} from './tables.ts'

export const RESULTS_FILE = fileURLToPath(new URL('./results.json', import.meta.url))
export const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
export const MARKER = '<!-- From here on written by `npm run bench -- --write`: do not edit. -->'

export function readResults(): Results {
  return JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as Results // written by the bench, and only by it
}

/** Writes the generated half; what stands above the marker is written by hand and kept. */
export function writePage(results: Results): void {
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
  const at = before.indexOf(MARKER)
  const head = at < 0 ? '# Performance\n\n' : before.slice(0, at)
  writeFileSync(PAGE, head + pageOf(results))
}

/** The generated half of docs/performance.md. */
export function pageOf(results: Results): string {
  const { effort } = results
  const misses = results.targets.filter(({ verdict }) => verdict === 'miss')
  const parts = [
    MARKER,
    `Measured on ${results.measuredOn}: ${results.machine}, Node ${results.node}. The server is a process of its own on the same machine and answers at once; there is no TLS.`,
    `## Targets\n\n${results.targets.length - misses.length} of ${results.targets.length} are met. Ratios: median [least..most] of those within each repetition.\n\n${asMarkdown(targetTable(results.targets))}`,
    `## A call\n\nDescribeKey; ${effort.repetitions} fresh processes per client, by turns; ${effort.calls} calls one after the other and ${effort.calls * 2.5} calls, 64 at once, after warming up with as many. \`floor\` is keep-alive \`node:http\`, the least signing that is accepted, and \`JSON.parse\`.\n\n${asMarkdown(callTable(results.calls))}`,
    `### By what it is spent in\n\nMicroseconds of a call, one after the other, as a profiler sees them, which itself costs some; waiting is left out.\n\n${asMarkdown(profileTable(results.profiles))}`,
    `## A start\n\nFrom the first line of a fresh process to the end of its first call; ${effort.starts} processes per client, by turns. Bundled: one file, minified by esbuild.\n\n${asMarkdown(startTable(results.starts))}`,
    `## Memory\n\nHeap after garbage collection, over ${effort.memoryCalls} calls of ours.\n\n${asMarkdown(memoryTable(results.memory))}`,
    `## Size\n\n\`createClient\` and one provider, minified and gzipped:\n\n${asMarkdown(bundleTable(results))}\n\nFiles installed, with all dependencies:\n\n${asMarkdown(installTable(results))}`,
    `## Many at once\n\n\`mapConcurrent\` makes ${showRatio(results.many)} of the calls per second that lanes written by hand make.`,
    ...(results.serve.length === 0
      ? []
      : [`## Simulators and suite\n\n\`\`\`text\n${results.serve.join('\n')}\n\`\`\``]),
  ]
  return `${parts.join('\n\n')}\n`
}
