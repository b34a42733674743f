import type { CaseResult } from '../../conformance/index.ts'

/** Tells how far a run is: one changing line on a terminal, a line every 100 cases elsewhere. */
export interface Progress {
  add(result: Pick<CaseResult, 'verdict' | 'known'>): void
  end(): void
}

const LINES_EVERY = 100

export function createProgress(stream: NodeJS.WriteStream, cloud: string, total: number): Progress {
  let done = 0
  let failed = 0
  const startedMs = performance.now()
  const line = () => {
    const leftSeconds = Math.ceil(((performance.now() - startedMs) / Math.max(1, done)) * (total - done) * 0.001)
    return `${cloud}: ${done} of ${total} cases, ${failed} failed${done < total ? `, about ${leftSeconds} s left` : ''}`
  }
  return {
    add: ({ verdict, known }) => {
      done += 1
      if ((verdict === 'deviates' || verdict === 'error') && known === undefined) failed += 1
      if (stream.isTTY) stream.write(`\r${line()}\u001b[K`)
      else if (done % LINES_EVERY === 0 || done === total) stream.write(`${line()}\n`)
    },
    end: () => {
      if (stream.isTTY) stream.write('\n')
    },
  }
}
