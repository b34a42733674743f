import { adviceFor, KMS_ERROR_CODES, type KmsErrorCode } from '../../index.ts'

/**
 * What to do at a terminal, where the advice for programs speaks of what a command line has not. Operations stand here
 * by their names, too: `InCommands.translate` makes commands of them.
 */
const AT_A_TERMINAL: Partial<Readonly<Record<KmsErrorCode, readonly string[]>>> = {
  Unsupported: ['This cloud cannot do that: leave the option out, or take another value or another cloud.'],
  InvalidKeyState: ['The key is in a state in which the cloud refuses this call: look with describeKey.'],
  AliasNotFound: ['Check the alias, the region and the account.'],
  InvalidCiphertext: [
    'The ciphertext is damaged, or comes from another cloud, region or account, or was made with another --context.',
    'What data-key made is decrypted with decryptDataKey.',
  ],
  InvalidKeyMaterial: [
    'A key that had material takes the very same again, and none whose length does not fit its kind.',
    'Other material needs another key: make one with createKey, of origin EXTERNAL.',
  ],
  InvalidImportToken: ['Run the command again: every run fetches a new token, and only the newest one counts.'],
  DeletionProtected: [
    "Switch the protection off first, with the cloud's own tools or from a program, if the key may really go.",
  ],
  DryRunSucceeded: ['Nothing was done, and the cloud would do it: run the command again without --cloud-dry-run.'],
  CredentialsExpired: ['Renew the credentials in the environment.'],
  Throttled: ['Send less at a time, or ask the cloud for a higher rate; the call has been repeated already.'],
  Timeout: ['Look for what is slow on the way: "polykms doctor" tells how far it gets.'],
  Unmapped: [
    "The cloud's code is in no table of polykms: look it up with the cloud, and report it with the page on it.",
  ],
}

/** A sentence or two for a person at a terminal. */
export function adviceAtTerminal(code: KmsErrorCode): readonly string[] {
  return AT_A_TERMINAL[code] ?? adviceFor(code)
}

/** What the library advised, as `adviceAtTerminal` would. */
export function retold(advice: string): string {
  const code = KMS_ERROR_CODES.find((one) => adviceFor(one)[0] === advice)
  return (code && adviceAtTerminal(code)[0]) ?? advice
}
