import { type Command, Option } from 'commander'
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../index.ts'
import { EXIT_REFUSED, UsageError } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { operatorCommand } from './command.ts'
import { FORMATS, type Format, readData, STANDARD } from './data.ts'
import { cloudDryRunOption, outputOf } from './encryption.ts'
import { KEY } from './keys.ts'
import { type InFlags, inOptions, type OutFlags, outOptions, word } from './options.ts'
import { step } from './step.ts'

interface MessageFlags extends InFlags {
  readonly algorithm: SigningAlgorithm
  readonly digest?: true
  readonly keyVersion?: string
  readonly cloudDryRun?: true
}

const messageOptions = () => [
  ...inOptions('the message'),
  new Option('--digest', "the input is the message's digest, not the message"),
  word(
    '--algorithm <algorithm>',
    'how to sign, to fit the spec that "polykms keys describe" shows',
    SIGNING_ALGORITHMS,
  ).makeOptionMandatory(),
  new Option('--key-version <id>', 'version of the key (Alibaba)'),
  cloudDryRunOption(),
]

async function messageOf(flags: MessageFlags, keyId: string, from: Terminal) {
  const bytes = await readData(from, flags.in, flags.inFormat)
  const { algorithm, keyVersion: keyVersionId, cloudDryRun: dryRun } = flags
  return { keyId, ...(flags.digest ? { digest: bytes } : { message: bytes }), algorithm, keyVersionId, dryRun }
}

export function signatureCommands(terminal: Terminal): readonly Command[] {
  return [sign(terminal), verify(terminal), publicKey(terminal)]
}

function sign(terminal: Terminal): Command {
  return operatorCommand<MessageFlags & OutFlags>(
    {
      name: 'sign',
      summary: 'sign a message or its digest',
      operations: ['sign'],
      arguments: [KEY],
      options: [...messageOptions(), ...outOptions('the signature')],
      outputs: (flags) => ({ signature: outputOf(flags, false) }),
      plan: async (flags, [keyId = ''], from) => step('sign', await messageOf(flags, keyId, from)),
    },
    terminal,
  )
}

function verify(terminal: Terminal): Command {
  return operatorCommand<MessageFlags & { readonly signature: string; readonly signatureFormat: Format }>(
    {
      name: 'verify',
      summary: 'check a signature; exit code 0: it fits, 1: it does not',
      operations: ['verify'],
      arguments: [KEY],
      options: [
        ...messageOptions(),
        new Option('--signature <file>', 'file with the signature; - is standard input').makeOptionMandatory(),
        new Option('--signature-format <format>', 'how it is written there').choices(FORMATS).default('raw'),
      ],
      plan: async (flags, [keyId = ''], from) => {
        if (flags.in === STANDARD && flags.signature === STANDARD) {
          throw new UsageError('message and signature cannot both come from standard input: give --in FILE')
        }
        const signature = await readData(from, flags.signature, flags.signatureFormat)
        return step('verify', { ...(await messageOf(flags, keyId, from)), signature })
      },
      show: ({ valid }) => (valid === true ? 'the signature fits\n' : 'the signature does not fit\n'),
      exitCode: ({ valid }) => (valid === true ? 0 : EXIT_REFUSED),
    },
    terminal,
  )
}

function publicKey(terminal: Terminal): Command {
  return operatorCommand<{ readonly keyVersion?: string }>(
    {
      name: 'public-key',
      summary: 'print the public key of an asymmetric key as PEM',
      operations: ['getPublicKey'],
      arguments: [KEY],
      options: [new Option('--key-version <id>', 'version of the key (Alibaba)')],
      plan: ({ keyVersion: keyVersionId }, [keyId = '']) => step('getPublicKey', { keyId, keyVersionId }),
      show: ({ pem }) => String(pem),
    },
    terminal,
  )
}
