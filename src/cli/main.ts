#!/usr/bin/env node
import { createProgram } from './commands.ts'
import { fail } from './exit.ts'
import { processTerminal } from './terminal.ts'

const name = process.argv.slice(2).find((word) => !word.startsWith('-'))
// `help keys` prints the help of another command than the first word.
createProgram(processTerminal(), name === 'help' ? undefined : { name })
  .then((program) => program.parseAsync())
  .catch(fail)
