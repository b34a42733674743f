import { InvalidArgumentError, Option } from 'commander'
import { type EnvOverrides, providerIds } from '../../../providers/index.ts'
import { FORMATS, type Format } from './data.ts'

/** How the cloud is reached. */
export interface AccessFlags {
  readonly region?: string
  readonly endpoint?: string
  readonly iamEndpoint?: string
}

/** What every command takes. */
export interface CommonFlags extends AccessFlags {
  readonly cloud: (typeof providerIds)[number]
  readonly json?: true
  readonly dryRun?: true
}

export function accessOptions(): readonly Option[] {
  return [
    new Option('--region <region>', "region; default: as the cloud's own tools have it from the environment"),
    new Option('--endpoint <url>', "address of the service; default: the region's own"),
    new Option(
      '--iam-endpoint <url>',
      "address that logins go to; default: HUAWEICLOUD_SDK_IAM_ENDPOINT, OS_AUTH_URL (OTC), or the region's own",
    ),
  ]
}

/** What was given: an option that is empty is none. */
export function overridesOf({ region, endpoint, iamEndpoint }: AccessFlags): EnvOverrides {
  return { ...(region && { region }), ...(endpoint && { endpoint }), ...(iamEndpoint && { iamEndpoint }) }
}

export function commonOptions(): readonly Option[] {
  return [
    new Option('--cloud <cloud>', 'whose service to call')
      .choices(providerIds)
      .env('POLYKMS_CLOUD')
      .makeOptionMandatory(),
    ...accessOptions(),
    new Option('--json', 'print one JSON document, for machines'),
    new Option('--dry-run', 'check everything that can be checked here, and say what would be sent; send nothing'),
  ]
}

export const yes = (): Option => new Option('--yes', 'do not ask')

export interface InFlags {
  readonly in: string
  readonly inFormat: Format
}

export interface OutFlags {
  readonly out: string
  readonly outFormat: Format
  readonly show?: true
  readonly yes?: true
}

export function inOptions(what: string): readonly Option[] {
  return [
    new Option('--in <file>', `file with ${what}; - is standard input`).default('-'),
    new Option('--in-format <format>', 'how it is written there').choices(FORMATS).default('raw'),
  ]
}

export function outOptions(what: string): readonly Option[] {
  return [
    new Option('--out <file>', `file for ${what}; - is standard output`).default('-'),
    new Option('--out-format <format>', 'how to write it there').choices(FORMATS).default('raw'),
    new Option('--show', 'print to a terminal even what is binary or secret'),
    new Option('--yes', 'replace files without asking'),
  ]
}

/** A word of a closed list, in any case of letters, with `-` for `_`. */
export function word<W extends string>(flags: string, description: string, words: readonly W[]): Option {
  const option = new Option(flags, description).argParser((text: string): W => {
    const wanted = text.toUpperCase().replaceAll('-', '_')
    const found = words.find((one) => one.toUpperCase() === wanted)
    if (found === undefined) throw new InvalidArgumentError(`"${text}" is not one of ${words.join(', ')}.`)
    return found
  })
  // For the completion of shells and for the help; the parser above is kinder than commander's own check.
  option.argChoices = [...words]
  return option
}

const MOST = 999_999_999

export function wholeNumber(flags: string, description: string, least = 0): Option {
  return new Option(flags, description).argParser((text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
    if (value >= least) return value
    throw new InvalidArgumentError(`"${text}" is not a whole number from ${least} to ${MOST}.`)
  })
}

/** `name=value`, as often as wanted; a name given twice is a mistake. */
export function pairs(flags: string, description: string): Option {
  return new Option(flags, `${description}; repeatable`).argParser(
    (text: string, before: Readonly<Record<string, string>> = {}) => addPair(before, text),
  )
}

export function addPair(before: Readonly<Record<string, string>>, text: string): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(`"${text}" is not of the form name=value.`)
  const name = text.slice(0, at)
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`"${name}" is given twice.`)
  return { ...before, [name]: text.slice(at + 1) }
}

/** A day or a time with its zone, such as `2030-01-31` or `2030-01-31T12:00:00Z`. */
export function time(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string): Date => {
    const date = new Date(text)
    const isWhole = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    // The 30th of February would become a day in March.
    const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
    const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
    if (isWhole && exists && !Number.isNaN(date.getTime())) return date
    throw new InvalidArgumentError(`"${text}" is not a time such as 2030-01-31 or 2030-01-31T12:00:00Z.`)
  })
}
