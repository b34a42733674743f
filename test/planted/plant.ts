import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type MatrixCloud, matrix, plan, runConformance } from '../../conformance/index.ts'
import type * as Simulators from '../../conformance/simulators/index.ts'
import { createSimulatorTarget } from '../../conformance/targets/simulator.ts'

/** A mistake that a simulator could have, planted into a copy of it. */
export interface PlantedFault {
  /** What the simulator then does wrong. */
  readonly name: string
  readonly cloud: MatrixCloud
  /** Below conformance/simulators. */
  readonly file: string
  /** Stands exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** Ids of all cells and behaviours that must deviate. */
  readonly deviates: readonly string[]
}

const simulatorsFolder = fileURLToPath(new URL('../../conformance/simulators', import.meta.url))
const plantedFolder = fileURLToPath(new URL('../.planted', import.meta.url))

/** Copies the simulators, plants the fault into the copy and loads it. */
export async function plant(fault: PlantedFault): Promise<typeof Simulators> {
  const folder = `${plantedFolder}/${process.pid}-${fault.cloud}-${fault.name.replaceAll(/[^a-z0-9]+/gi, '-')}`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(plantedFolder, { recursive: true })
  // msw.ts and serve.ts would need their packages from a deeper folder; the fault is tried without them.
  cpSync(simulatorsFolder, folder, { recursive: true })
  const file = `${folder}/${fault.file}`
  const source = readFileSync(file, 'utf8')
  const found = source.split(fault.find).length - 1
  if (found !== 1) throw new Error(`${fault.name}: its place is found ${found} times in ${fault.file}`)
  writeFileSync(
    file,
    source.replace(fault.find, () => fault.replace),
  )
  try {
    // The copy is the same module but for the fault: the types of the original hold.
    return (await import(`${folder}/index.ts`)) as typeof Simulators
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface FaultyRun {
  readonly deviates: readonly string[]
  readonly errors: readonly string[]
}

/** Runs the suite against a copy with the fault: all of it, or only the named cases. */
export async function runPlanted(fault: PlantedFault, only?: readonly string[]): Promise<FaultyRun> {
  const { createSimulator } = await plant(fault)
  return runAgainst(fault.cloud, createSimulator, only)
}

export async function runAgainst(
  cloud: MatrixCloud,
  createSimulator: typeof Simulators.createSimulator,
  only?: readonly string[],
): Promise<FaultyRun> {
  const target = await createSimulatorTarget({ cloud, via: 'direct', simulator: createSimulator(cloud, { seed: 7 }) })
  const table = matrix([cloud])
  const cases = plan({ cloud, matrix: table }).filter(({ id }) => only === undefined || only.includes(id))
  const cells = cases.flatMap((one) => (one.kind === 'cell' ? [one.cell] : []))
  const behaviours = cases.flatMap((one) => (one.kind === 'behaviour' ? [one.behaviour] : []))
  const deviates: string[] = []
  const errors: string[] = []
  for await (const { id, verdict, reason } of runConformance({
    target,
    matrix: { sources: table.sources, cells },
    behaviours,
  })) {
    if (verdict === 'deviates') deviates.push(id)
    if (verdict === 'error') errors.push(`${id}: ${reason}`)
  }
  await target.close()
  return { deviates: deviates.sort(), errors }
}
