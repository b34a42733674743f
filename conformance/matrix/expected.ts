import type { Cell, Evidence, Expectation, Inference, Outcome } from './types.ts'
import { EVIDENCE } from './types.ts'

/** What a cell is judged by, and how that is known. */
export interface Expected extends Expectation {
  /** Which of the claims it is. */
  readonly evidence: Evidence
}

/** A cell as published: the expectation it is judged by stands beside the claims it was chosen from. */
export interface FlatCell extends Cell {
  /** As {@link cellId} makes it. */
  readonly id: string
  /** `undocumented` for a cell without a claim. */
  readonly outcome: Outcome | 'undocumented'
  /** polykms's code of a refusal; absent: any fits. */
  readonly errorCode?: Expectation['errorCode']
  /** The cloud's own codes, any one of which fits; empty: not asserted. */
  readonly providerCodes: readonly string[]
  /** Absent: not asserted. */
  readonly httpStatus?: number
  /** Which of the claims it is; `none` for a cell without one. */
  readonly evidence: Evidence | 'none'
  /** Key into the sources; absent for a cell without a claim. */
  readonly source?: string
}

/** The strongest claim: recorded, else documented, else inferred; `undefined` for an undocumented cell. */
export function expected(cell: Cell): Expected | undefined {
  for (const evidence of EVIDENCE) {
    const claim: Expectation | Inference | undefined = cell[evidence]
    if (claim) return { ...claim, evidence }
  }
  return undefined
}

/** The name that reports, filters and lists of known differences use: `aws/ReEncrypt.source/Disabled`, `aws/Sign@rsa-sign/Enabled`. */
export function cellId(cell: Pick<Cell, 'cloud' | 'action' | 'role' | 'keyKind' | 'state'>): string {
  const role = cell.role ? `.${cell.role}` : ''
  const kind = cell.keyKind ? `@${cell.keyKind}` : ''
  return `${cell.cloud}/${cell.action}${role}${kind}/${cell.state}`
}

/** The cell with its expectation spelt out. */
export function flatten(cell: Cell): FlatCell {
  const claim = expected(cell)
  const id = cellId(cell)
  if (!claim) return { ...cell, id, outcome: 'undocumented', providerCodes: [], evidence: 'none' }
  return { ...cell, id, providerCodes: [], ...claim }
}

/** Every source id that the cell's claims cite, strongest first, each once. */
export function citedSources(cell: Cell): readonly string[] {
  return [...new Set(EVIDENCE.flatMap((evidence) => cell[evidence]?.source ?? []))]
}
