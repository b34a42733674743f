import type { KmsErrorCode } from './errors.ts'

/** For each code what it means for whoever called, and what to do about it. */
const ADVICE: Readonly<Record<KmsErrorCode, readonly string[]>> = {
  InvalidInput: ['Correct the field that the message names; if the cloud refused it, the message says how.'],
  Unsupported: [
    'This cloud cannot do that: leave the field out, take another value or another cloud, or use kms.raw.',
    'What a cloud has, kms.supports(operation) tells, and kms.limits how much of it.',
  ],
  InvalidKeyState: [
    'The key is in a state in which the cloud refuses this call: look with describeKey.',
    'explain and planTransition of polykms/atlas tell the shortest way to a state in which it is allowed.',
  ],
  InvalidKeyUsage: ['The key was made for something else: take a key whose spec, usage and origin fit the call.'],
  KeyNotFound: ['Check the key id or alias, the region and the account: a key is known only where it was made.'],
  AliasNotFound: ['Check the alias, the region and the account; listAliases shows those that exist.'],
  NotFound: [
    'What the call names, other than key and alias, does not exist: check its id, the region and the account.',
  ],
  AlreadyExists: ['The name is taken: choose another one, or use what exists.'],
  InvalidCiphertext: [
    'The ciphertext is damaged, or comes from another cloud, region or account, or was made with another context.',
    'Give the very context that it was encrypted with; decrypt data keys with decryptDataKey.',
  ],
  IncorrectKey: ['Another key made this ciphertext: give that one, or none where the cloud finds it itself.'],
  InvalidKeyMaterial: [
    'A key that had material takes the very same again, and none whose length does not fit its kind.',
    'Wrap the material with the public key and the algorithm that getParametersForImport was asked for.',
  ],
  InvalidImportToken: [
    'Call getParametersForImport again: a token fits one key, ends after hours, and only the newest counts.',
  ],
  DeletionProtected: ['Switch the protection off with setDeletionProtection first, if the key may really go.'],
  Conflict: ['It is done already, or something else is in progress: look at the present state, then decide.'],
  DryRunSucceeded: ['Nothing was done, and the cloud would do it: call again without dryRun.'],
  Unauthenticated: [
    'Check that access key and secret are given, are valid, and belong to this cloud and region.',
    'If they are right, compare clock and endpoint: "polykms doctor" does.',
  ],
  CredentialsExpired: ['Renew the credentials; given as a function, they are asked for again by themselves.'],
  ClockSkew: ["Set this machine's clock by NTP: signatures are only good for some minutes."],
  AccessDenied: ['Allow the caller this action on this key: in the key policy, the IAM policy or a grant.'],
  AccountUnusable: ['Look at the account with the cloud: unpaid bills, a service not opened, or a freeze.'],
  Throttled: [
    'Send less at a time, or ask the cloud for a higher rate; the call was repeated as often as retries allows.',
  ],
  QuotaExceeded: ['Delete what is not needed, or ask the cloud for a higher quota: repeating does not help.'],
  ServiceUnavailable: [
    'Call again later; if it lasts, look at the status page of the cloud, and give it the request id.',
  ],
  Network: [
    'Check name resolution, routes, proxies and firewalls between here and the endpoint: "polykms doctor" does.',
  ],
  Timeout: ['Give more time (timeoutMs for an attempt, deadlineMs for the call), or look for what is slow on the way.'],
  Aborted: ['The caller stopped the call by its signal.'],
  InvalidResponse: [
    'Something other than the service may have answered, such as a proxy: check the endpoint.',
    'If it was the service, the request id helps its operators, and a report helps polykms.',
  ],
  Unmapped: [
    "The cloud's code is in no table of polykms: act on providerCode, and report it with the cloud's page on it.",
  ],
}

/** What to do about an error of this code: a sentence or two for a person. */
export function adviceFor(code: KmsErrorCode): readonly string[] {
  return ADVICE[code]
}
