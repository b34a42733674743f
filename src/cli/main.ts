#!/usr/bin/env node
import { Command } from 'commander'
import { conformanceCommand } from './conformance.ts'
import { fail } from './exit.ts'
import { matrixCommand } from './matrix.ts'
import { serveCommand } from './serve.ts'

const program = new Command('polykms')
  .description('One client for five key management services: their simulators, their tables, and the proof.')
  .version('0.1.0')
  .showHelpAfterError()
  .addCommand(conformanceCommand())
  .addCommand(matrixCommand())
  .addCommand(serveCommand())

program.parseAsync().catch(fail)
