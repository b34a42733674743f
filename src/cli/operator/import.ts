import type { Command } from 'commander'
import {
  importKey,
  type KmsClient,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
  type WrappingAlgorithm,
  type WrappingKeySpec,
} from '../../index.ts'
import type { Terminal } from '../terminal.ts'
import { operatorCommand } from './command.ts'
import { readData } from './data.ts'
import { about, KEY } from './keys.ts'
import { type InFlags, inOptions, time, word, yes } from './options.ts'
import type { Step } from './step.ts'

/** Node has no SM2, and nobody else wraps for a command line. */
const WRAPPED_HERE = WRAPPING_ALGORITHMS.filter((algorithm) => algorithm !== 'SM2PKE')
const RSA_SPECS = WRAPPING_KEY_SPECS.filter((spec) => spec !== 'SM2')

interface ImportFlags extends InFlags {
  readonly expires?: Date
  readonly wrappingAlgorithm?: WrappingAlgorithm
  readonly wrappingKeySpec?: WrappingKeySpec
}

/** `polykms import`: key material of one's own, wrapped here and imported there. */
export function importCommand(terminal: Terminal): Command {
  return operatorCommand<ImportFlags>(
    {
      name: 'import',
      summary: 'import key material of your own into a key of origin EXTERNAL',
      operations: ['importKeyMaterial', 'getParametersForImport'],
      arguments: [KEY],
      options: [
        ...inOptions('the material: raw bytes of a symmetric key, DER PKCS #8 of a private key'),
        time('--expires <time>', 'when the material expires; never, if absent'),
        word('--wrapping-algorithm <algorithm>', 'how it is encrypted on its way', WRAPPED_HERE),
        word('--wrapping-key-spec <spec>', 'kind of the key that it is encrypted with', RSA_SPECS),
        yes(),
      ],
      plan: async ({ in: path, inFormat, expires, wrappingAlgorithm, wrappingKeySpec }, [keyId = ''], from) => {
        const material = await readData(from, path, inFormat)
        const more = {
          ...(expires && { materialExpiresAt: expires }),
          ...(wrappingAlgorithm && { wrappingAlgorithm }),
          ...(wrappingKeySpec && { wrappingKeySpec }),
        }
        const send: Step['send'] = (kms) => importKey(kms, { keyId, material, ...more })
        const afterwards = 'importKeyMaterial with the material, wrapped here with the public key that was fetched'
        return { operation: 'getParametersForImport', input: { keyId, material, ...more }, afterwards, send }
      },
      question: overMaterial,
    },
    terminal,
  )
}

/** The first import is what the key waits for; any further one is asked about. */
async function overMaterial(planned: Step, kms: KmsClient): Promise<string | undefined> {
  const key = await kms.describeKey({ keyId: String(planned.input['keyId']) }).catch(() => undefined)
  if (key?.state === 'PendingImport') return undefined
  return about(
    (named) => `Import over what ${named} has or had? Other material is refused, or makes old data unreadable.`,
  )(planned, kms)
}
