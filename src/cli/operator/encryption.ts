import { type Command, Option } from 'commander'
import { DATA_KEY_SPECS, type DataKeySpec, ENCRYPTION_ALGORITHMS, type EncryptionAlgorithm } from '../../index.ts'
import { UsageError } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { operatorCommand } from './command.ts'
import { type Output, readData, STANDARD } from './data.ts'
import { KEY } from './keys.ts'
import { type InFlags, inOptions, type OutFlags, outOptions, pairs, wholeNumber, word } from './options.ts'
import { step } from './step.ts'

interface ContextFlags {
  readonly context?: Readonly<Record<string, string>>
  readonly keyVersion?: string
  readonly cloudDryRun?: true
}

interface CipherFlags extends InFlags, OutFlags, ContextFlags {
  readonly algorithm?: EncryptionAlgorithm
}

interface LengthFlags {
  readonly lengthBytes?: number
  readonly spec?: DataKeySpec
}

const contextOption = () => pairs('--context <name=value>', 'encryption context, needed again to decrypt')
const versionOption = () => new Option('--key-version <id>', 'version of the key')

/** Asks the cloud itself, where it can be asked: of use to learn whether one may. */
export const cloudDryRunOption = () =>
  new Option('--cloud-dry-run', 'let the cloud check the call and not do it (AWS, Alibaba, Q-KMS)')

const algorithmOption = () =>
  word('--algorithm <algorithm>', 'for asymmetric keys; symmetric ones need none', ENCRYPTION_ALGORITHMS)

const lengthOptions = () => [
  wholeNumber('--length-bytes <bytes>', 'length of the data key; default 32 (OTC: 64)'),
  word('--spec <spec>', 'kind of data key, in place of its length', DATA_KEY_SPECS),
]

/** What flags say of the rest of an input. */
function restOf({ context, keyVersion, cloudDryRun }: ContextFlags) {
  return { context, keyVersionId: keyVersion, dryRun: cloudDryRun }
}

export function outputOf({ out, outFormat }: OutFlags, secret: boolean): Output {
  return { path: out, format: outFormat, secret }
}

export function encryptionCommands(terminal: Terminal): readonly Command[] {
  return [encrypt(terminal), decrypt(terminal), dataKey(terminal), decryptDataKey(terminal)]
}

function encrypt(terminal: Terminal): Command {
  return operatorCommand<CipherFlags>(
    {
      name: 'encrypt',
      summary: 'encrypt a few kilobytes under a key; for more, take a data key',
      operations: ['encrypt'],
      arguments: [KEY],
      options: [
        ...inOptions('the plaintext'),
        ...outOptions('the ciphertext'),
        contextOption(),
        algorithmOption(),
        versionOption(),
        cloudDryRunOption(),
      ],
      outputs: (flags) => ({ ciphertext: outputOf(flags, false) }),
      plan: async (flags, [keyId = ''], from) => {
        const plaintext = await readData(from, flags.in, flags.inFormat)
        return step('encrypt', { keyId, plaintext, algorithm: flags.algorithm, ...restOf(flags) })
      },
    },
    terminal,
  )
}

function decrypt(terminal: Terminal): Command {
  return operatorCommand<CipherFlags>(
    {
      name: 'decrypt',
      summary: 'decrypt what encrypt made',
      operations: ['decrypt'],
      arguments: [['[key]', 'key id, ARN or alias; needed for asymmetric keys, else checked']],
      options: [
        ...inOptions('the ciphertext'),
        ...outOptions('the plaintext'),
        contextOption(),
        algorithmOption(),
        versionOption(),
        cloudDryRunOption(),
      ],
      outputs: (flags) => ({ plaintext: outputOf(flags, true) }),
      plan: async (flags, [keyId], from) => {
        const ciphertext = await readData(from, flags.in, flags.inFormat)
        return step('decrypt', { ciphertext, keyId, algorithm: flags.algorithm, ...restOf(flags) })
      },
    },
    terminal,
  )
}

type DataKeyFlags = OutFlags & ContextFlags & LengthFlags & { readonly plaintextOut?: string }

function dataKey(terminal: Terminal): Command {
  return operatorCommand<DataKeyFlags>(
    {
      name: 'data-key',
      summary: 'make a data key; in the clear only if there is a place for it',
      operations: ['generateDataKey', 'generateDataKeyWithoutPlaintext'],
      arguments: [KEY],
      options: [
        ...outOptions('the encrypted data key'),
        new Option('--plaintext-out <file>', 'file for the data key itself; - is standard output'),
        ...lengthOptions(),
        contextOption(),
        versionOption(),
        cloudDryRunOption(),
      ],
      outputs: (flags) => {
        const { plaintextOut, outFormat: format } = flags
        const ciphertext = outputOf(flags, false)
        if (plaintextOut === undefined) return { ciphertext }
        return { ciphertext, plaintext: { path: plaintextOut, format, secret: true } }
      },
      plan: (flags, [keyId = '']) => {
        const { plaintextOut, out, json, lengthBytes, spec } = flags
        if (plaintextOut === STANDARD && out === STANDARD && !json) {
          throw new UsageError('two data keys cannot both go to standard output: give --out FILE, or take --json')
        }
        const input = { keyId, lengthBytes, spec, ...restOf(flags) }
        const operation = plaintextOut === undefined ? 'generateDataKeyWithoutPlaintext' : 'generateDataKey'
        return step(operation, input)
      },
    },
    terminal,
  )
}

function decryptDataKey(terminal: Terminal): Command {
  return operatorCommand<InFlags & OutFlags & ContextFlags & LengthFlags>(
    {
      name: 'decrypt-data-key',
      summary: 'decrypt what data-key made',
      operations: ['decryptDataKey'],
      arguments: [KEY],
      options: [
        ...inOptions('the encrypted data key'),
        ...outOptions('the data key'),
        ...lengthOptions(),
        contextOption(),
        cloudDryRunOption(),
      ],
      outputs: (flags) => ({ plaintext: outputOf(flags, true) }),
      plan: async (flags, [keyId = ''], from) => {
        const ciphertext = await readData(from, flags.in, flags.inFormat)
        const { lengthBytes, spec, context, cloudDryRun: dryRun } = flags
        return step('decryptDataKey', { keyId, ciphertext, lengthBytes, spec, context, dryRun })
      },
    },
    terminal,
  )
}
