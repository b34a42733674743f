import { isKmsError } from '../../src/index.ts'
import { clientCauses } from './provoke/client.ts'
import { saidByCommands } from './provoke/commands.ts'
import { providerCauses } from './provoke/providers.ts'
import { suiteCauses } from './provoke/suite.ts'

/** An error as its reader meets it. */
export interface Told {
  /** Absent for errors of the command line and of the suite. */
  readonly code?: string
  readonly message: string
}

export interface Collected {
  readonly client: readonly Told[]
  readonly providers: readonly Told[]
  readonly commands: readonly Told[]
  readonly suite: readonly Told[]
}

/** Provokes every error there is a cause for, and takes down what it says. */
export async function collect(): Promise<Collected> {
  return {
    client: await provoked(clientCauses),
    providers: await provoked(providerCauses),
    commands: (await saidByCommands()).map((message) => ({ message: settled(message) })),
    suite: await provoked(suiteCauses),
  }
}

async function provoked(causes: readonly (() => unknown)[]): Promise<readonly Told[]> {
  const found: Told[] = []
  for (const cause of causes) found.push(await provoke(cause))
  return found
}

/** @throws Error if nothing goes wrong: such a cause shows nothing. */
async function provoke(cause: () => unknown): Promise<Told> {
  try {
    await cause()
  } catch (error) {
    const message = settled(error instanceof Error ? error.message : String(error))
    return isKmsError(error) ? { code: error.code, message } : { message }
  }
  throw new Error(`this provokes no error: ${cause.toString()}`)
}

/** Without what differs from one run to the next. */
function settled(message: string): string {
  return message
    .replaceAll(/127\.0\.0\.1:\d{4,5}/g, '127.0.0.1:4580')
    .replaceAll(/\d+ reads in \d+ ms/g, '3 reads in 500 ms')
    .replaceAll(/ \[request [^\]]*\]/g, '')
}
