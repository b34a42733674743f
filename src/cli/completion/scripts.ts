import type { Command } from 'commander'
import { type OptionWord, type Place, placesOf } from './tree.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** A completion script for a program, made from its commands. */
export function scriptFor(shell: Shell, program: Command): string {
  return { bash, zsh, fish }[shell](program.name(), placesOf(program))
}

const namesOf = ({ commands, words }: Place) => [...commands.map(({ name }) => name), ...words]
const keyOf = (path: readonly string[]) => path.join(' ')

/** One quoted word of any of the three shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** The places as a shell's `case` branches; those for which there is nothing to say are left out. */
function cases(branches: readonly (readonly [pattern: string, body: string])[]): string {
  return branches.map(([pattern, body]) => `    ${pattern}) ${body} ;;`).join('\n')
}

/** Choices of an option's value, by the place and the option: the same in bash and zsh. */
function choiceCases(places: readonly Place[]): string {
  const branches = places.flatMap(({ path, options }) =>
    options.flatMap(({ flag, choices, takesValue }) =>
      takesValue ? [[quoted(`${keyOf(path)} ${flag}`.trim()), `words=(${choices.join(' ')}); value=1`] as const] : [],
    ),
  )
  return cases(branches)
}

function wordCases(places: readonly Place[]): string {
  const words = (place: Place) => [...namesOf(place), ...place.options.map(({ flag }) => flag)]
  return cases(places.map((place) => [quoted(keyOf(place.path)), `words=(${words(place).join(' ')})`]))
}

function pathCase(places: readonly Place[]): string {
  return places.flatMap(({ path }) => (path.length === 0 ? [] : [quoted(keyOf(path))])).join('|')
}

function valueFlags(places: readonly Place[]): string {
  const flags = places.flatMap(({ options }) => options.flatMap(({ flag, takesValue }) => (takesValue ? [flag] : [])))
  return [...new Set(flags)].join('|')
}

/** Walks the words before the cursor: `path` is the command they lead to. */
function walk(places: readonly Place[], words: string, from: number, to: string): string {
  return `  local path='' previous='' skip=0 index word
  for ((index = ${from}; index < ${to}; index++)); do
    word="\${${words}[index]}"
    if ((skip)); then skip=0; continue; fi
    case "$word" in
    ${valueFlags(places)}) skip=1; continue ;;
    -*) continue ;;
    esac
    case "\${path:+$path }$word" in
    ${pathCase(places)}) path="\${path:+$path }$word" ;;
    esac
  done`
}

function bash(name: string, places: readonly Place[]): string {
  return `# bash completion for ${name}: source <(${name} completion bash)
_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=() value=0
  COMPREPLY=()
${walk(places, 'COMP_WORDS', 1, 'COMP_CWORD')}
  previous="\${COMP_WORDS[COMP_CWORD-1]}"
  case "\${path:+$path }$previous" in
${choiceCases(places)}
  esac
  if ((!value)); then
    case "$path" in
${wordCases(places)}
    esac
  fi
  if ((value)) && ((\${#words[@]} == 0)); then
    # A value that can be anything: let the shell complete files.
    compopt -o default 2>/dev/null
    return
  fi
  COMPREPLY=($(compgen -W "\${words[*]}" -- "$current"))
}
complete -F _${name} ${name}
`
}

function zsh(name: string, places: readonly Place[]): string {
  return `#compdef ${name}
# zsh completion for ${name}: ${name} completion zsh > "\${fpath[1]}/_${name}"
_${name}() {
  local current="$PREFIX" value=0
  local -a typed
  typed=("\${words[@]}")
  local cursor=$CURRENT
  local -a words
${walk(places, 'typed', 2, 'cursor')}
  previous="\${typed[cursor-1]}"
  case "\${path:+$path }$previous" in
${choiceCases(places)}
  esac
  if ((!value)); then
    case "$path" in
${wordCases(places)}
    esac
  fi
  if ((value)) && ((\${#words[@]} == 0)); then
    _files
    return
  fi
  compadd -- "\${words[@]}"
}
if [[ "$funcstack[1]" == "_${name}" ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`
}

function fish(name: string, places: readonly Place[]): string {
  const lines = places.flatMap((place) => {
    const when = `-n ${quoted(`__${name}_at ${place.path.map(quoted).join(' ')}`.trim())}`
    const words = [
      ...place.commands.map(({ name: word, summary }) => `-a ${quoted(word)} -d ${quoted(summary)}`),
      ...place.words.map((word) => `-a ${quoted(word)}`),
      ...place.options.map(fishOption),
    ]
    return words.map((word) => `complete -c ${name} ${when} ${word.startsWith('-a') ? '-f ' : ''}${word}`)
  })
  const paths = places.flatMap(({ path }) => (path.length === 0 ? [] : [quoted(keyOf(path))])).join(' ')
  const flags = valueFlags(places).split('|').join(' ')
  return `# fish completion for ${name}: ${name} completion fish > ~/.config/fish/completions/${name}.fish
function __${name}_at
    set -l path
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        if contains -- $word ${flags}
            set skip 1
            continue
        end
        if contains -- (string trim -- "$path $word") ${paths}
            set path (string trim -- "$path $word")
        end
    end
    test "$path" = "$argv"
end
complete -c ${name} -f
${lines.join('\n')}
`
}

function fishOption({ flag, summary, takesValue, choices }: OptionWord): string {
  const value = takesValue ? (choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : ' -r -F') : ''
  return `-l ${quoted(flag.slice(2))} -d ${quoted(summary)}${value}`
}
