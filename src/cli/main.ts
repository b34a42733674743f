#!/usr/bin/env node
import { createProgram } from './commands.ts'
import { fail } from './exit.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal()
const name = process.argv.slice(2).find((word) => !word.startsWith('-'))
// `help keys` prints the help of another command than the first word.
createProgram(terminal, name === 'help' ? undefined : { name })
  .then((program) => program.parseAsync())
  .catch((error: unknown) => fail(error, terminal))
