import { Argument, Command } from 'commander'
import { SHELLS, type Shell, scriptFor } from './completion/scripts.ts'
import { type Terminal, write } from './terminal.ts'

/** `polykms completion <shell>`: a script made from the commands themselves. */
export function completionCommand(terminal: Terminal): Command {
  return new Command('completion')
    .description('print a script that completes commands, options and their words in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
bash: source <(polykms completion bash)
zsh:  polykms completion zsh > "\${fpath[1]}/_polykms"
fish: polykms completion fish > ~/.config/fish/completions/polykms.fish`,
    )
    .action(async (shell: Shell) => {
      const { createProgram } = await import('./commands.ts')
      await write(terminal.stdout, scriptFor(shell, await createProgram(terminal)))
    })
}
