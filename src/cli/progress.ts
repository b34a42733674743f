import { KNOWN_SYMBOL, symbolOf } from '../../conformance/report/known.ts'
import { type CaseResult, closingLine, describeObserved, isKnown, tally } from '../../conformance/report/result.ts'

/** Tells how far a run is: one changing line on a terminal, a line now and then elsewhere. */
export interface Progress {
  add(result: CaseResult): void
  end(): void
}

/** Where progress is shown: standard error, or a test's stream. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** `quiet`: nothing at all. `verbose`: a line per case beside the rest. */
export type Loudness = 'quiet' | 'normal' | 'verbose'

export function loudnessOf({ quiet, verbose }: { readonly quiet?: boolean; readonly verbose?: boolean }): Loudness {
  if (quiet) return 'quiet'
  return verbose ? 'verbose' : 'normal'
}

export interface ProgressOptions {
  readonly stream: ProgressStream
  readonly cloud: string
  readonly total: number
  /** Default: normal. */
  readonly loudness?: Loudness | undefined
  /** Default: false. */
  readonly color?: boolean
  /** Milliseconds of some clock; default: the process's own. */
  readonly now?: () => number
}

/** Without a terminal: a line after so many cases, or after so long. */
const LINES_EVERY = 100
const LINES_EVERY_MS = 10_000
/** A terminal is not written to more often. */
const REDRAW_MS = 80
const BAR_WIDTH = 20
/** A shorter bar shows nothing. */
const MIN_BAR_WIDTH = 4

const RED = '\u001b[1;31m'
const GREEN = '\u001b[32m'
const DIM = '\u001b[2m'
const RESET = '\u001b[0m'
const CLEAR_LINE = '\r\u001b[K'

export function createProgress(options: ProgressOptions): Progress {
  const { stream, cloud, total, loudness = 'normal', color = false, now = () => performance.now() } = options
  if (loudness === 'quiet') return { add: () => undefined, end: () => undefined }
  const startedMs = now()
  const done: CaseResult[] = []
  let shownMs = Number.NEGATIVE_INFINITY
  let plainMs = startedMs
  const paint = (code: string, text: string) => (color ? `${code}${text}${RESET}` : text)

  const left = () => (now() - startedMs) * ((total - done.length) / Math.max(1, done.length))
  const status = () => {
    const counts = closingLine(tally(done))
    const rest = done.length < total ? `, about ${duration(left())} left` : ` in ${duration(now() - startedMs)}`
    return `${cloud}: ${done.length} of ${total} cases: ${counts}${rest}`
  }

  const draw = () => {
    // Where nobody knows how wide it is, a terminal has 80 columns; a line that wraps cannot be drawn over.
    const columns = stream.columns || 80
    const text = status()
    const cut = text.length < columns ? text : `${text.slice(0, columns - 2)}…`
    const width = Math.min(BAR_WIDTH, columns - cut.length - 2)
    stream.write(`${CLEAR_LINE}${width < MIN_BAR_WIDTH ? '' : `${bar(width)} `}${cut}`)
    shownMs = now()
  }

  const bar = (width: number) => {
    const filled = Math.round((width * done.length) / Math.max(1, total))
    return `${paint(GREEN, '━'.repeat(filled))}${paint(DIM, '─'.repeat(width - filled))}`
  }

  const say = (line: string) => stream.write(stream.isTTY ? `${CLEAR_LINE}${line}\n` : `${line}\n`)

  return {
    add: (result) => {
      done.push(result)
      const bad = (result.verdict === 'deviates' || result.verdict === 'error') && !isKnown(result)
      if (bad || loudness === 'verbose') say(lineOf(result, bad, paint))
      if (stream.isTTY) {
        if (bad || loudness === 'verbose' || now() - shownMs >= REDRAW_MS || done.length === total) draw()
      } else if (done.length % LINES_EVERY === 0 || done.length === total || now() - plainMs >= LINES_EVERY_MS) {
        stream.write(`${status()}\n`)
        plainMs = now()
      }
    },
    end: () => {
      if (stream.isTTY) stream.write('\n')
    },
  }
}

function lineOf(result: CaseResult, bad: boolean, paint: (code: string, text: string) => string): string {
  const symbol = symbolOf(result)
  const shown = bad ? paint(RED, symbol) : paint(symbol === KNOWN_SYMBOL ? DIM : GREEN, symbol)
  const told = result.reason ?? describeObserved(result)
  return `${shown} ${printable(result.id)}  ${printable(told)} ${paint(DIM, `(${duration(result.durationMs)})`)}`
}

/** What a cloud said must not drive the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
}

/** `12 ms`, `9 s`, `2 min 5 s`, `1 h 4 min` */
function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  const seconds = Math.ceil(ms / 1_000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
